// Ports for test servers: any free one.

export { anyFreePort } from '../../infra/system/ports.js';

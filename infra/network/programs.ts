// How each program is started: the same words here, in the container images and in the tests.

export const START_COMMANDS = {
  gateway: ['node', 'dist/apps/gateway/src/main.js'],
  scheduler: ['node', 'dist/apps/scheduler/src/main.js'],
  agent: ['node', 'dist/apps/fab-agent/src/main.js', 'run'],
  /** Makes passwords and keys where there are none. */
  init: ['node', 'dist/infra/init.js'],
} as const;

/** Where each program says that it is ready. */
export const READY_PATH = '/readyz';

/** The ports that are tried first. */
export const FIRST_PORTS = { web: 4800, schedulerHealth: 4900, postgres: 54_320, nats: 42_220 } as const;

/** The start command with the Node that runs now, for this machine. */
export function commandOf(program: keyof typeof START_COMMANDS): [string, ...string[]] {
  const [, ...args] = START_COMMANDS[program];
  return [process.execPath, ...args];
}

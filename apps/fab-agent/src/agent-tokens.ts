// Tokens of what one lab's container is given.

export const LAB = Symbol('LAB');
export const PLACES = Symbol('PLACES');
/** Where relative addresses of the network lead. */
export const NETWORK_URL = Symbol('NETWORK_URL');

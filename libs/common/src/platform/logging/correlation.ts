// One id from the first HTTP request to the last word of a machine, carried along without being passed along.

import { AsyncLocalStorage } from 'node:async_hooks';
import { v7 as uuidv7 } from 'uuid';

const storage = new AsyncLocalStorage<string>();

/** Runs `work` under a correlation id; what it logs and publishes bears it. */
export const correlated = <T>(correlationId: string, work: () => T): T => storage.run(correlationId, work);

/** The current correlation id, or a new one where no request began this. */
export const correlationId = (): string => storage.getStore() ?? newCorrelationId();

export const newCorrelationId = (): string => `cor_${uuidv7().replaceAll('-', '')}`;

/** For the log: the id if there is one. */
export const knownCorrelationId = (): string | undefined => storage.getStore();

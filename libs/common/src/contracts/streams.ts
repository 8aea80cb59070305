// The JetStream streams and their durable consumers. Made by the programs, made again when a broker has lost them.

import { DAY_MS } from '#core/kernel/time';

/** A stream: what it keeps and for how long. Postgres is the record, so a stream keeps days, not years. */
export interface StreamDefinition {
  readonly name: string;
  readonly subjects: readonly string[];
  readonly maxAgeMs: number;
}

export const EVENTS_STREAM: StreamDefinition = { name: 'FAB_EVENTS', subjects: ['fab.event.>'], maxAgeMs: 3 * DAY_MS };
export const LAB_UP_STREAM: StreamDefinition = {
  name: 'FAB_LAB_UP',
  subjects: ['fab.lab.*.up.>'],
  maxAgeMs: 3 * DAY_MS,
};
export const LAB_DOWN_STREAM: StreamDefinition = {
  name: 'FAB_LAB_DOWN',
  subjects: ['fab.lab.*.down.>'],
  maxAgeMs: 3 * DAY_MS,
};

export const STREAMS = [EVENTS_STREAM, LAB_UP_STREAM, LAB_DOWN_STREAM] as const;

/** A durable pull consumer with the one filter subject that a 2.9 server can hold. */
export interface ConsumerDefinition {
  readonly stream: string;
  readonly durable: string;
  readonly filter: string;
}

export const GATEWAY_EVENTS: ConsumerDefinition = { stream: 'FAB_EVENTS', durable: 'gateway', filter: 'fab.event.>' };
export const SCHEDULER_EVENTS: ConsumerDefinition = {
  stream: 'FAB_EVENTS',
  durable: 'scheduler',
  filter: 'fab.event.>',
};
export const SCHEDULER_LAB_UP: ConsumerDefinition = {
  stream: 'FAB_LAB_UP',
  durable: 'scheduler',
  filter: 'fab.lab.*.up.>',
};

/** The consumer through which one lab hears the network: named by the lab, so that a permission can name it. */
export const labConsumer = (labId: string): ConsumerDefinition => ({
  stream: LAB_DOWN_STREAM.name,
  durable: labId,
  filter: `fab.lab.${labId}.down.>`,
});

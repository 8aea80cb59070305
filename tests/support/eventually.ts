// Waiting for what must come, without sleeping for a time that is hoped to be long enough.

import { setTimeout as delay } from 'node:timers/promises';

/** Something that is looked at again and again: `sample` reads it, `describeFailure` says what was missing. */
export interface Probe<T> {
  readonly sample: () => T | Promise<T>;
  readonly satisfied?: (value: T) => boolean;
  readonly describeFailure: (value: T | undefined) => string;
}

interface Patience {
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/** The first sample that satisfies (by default: is truthy); fails with the probe's own words, and the sample's error if it threw. */
export async function eventually<T>(probe: Probe<T>, { withinMs = 20_000, everyMs = 25 }: Patience = {}): Promise<T> {
  const satisfied = probe.satisfied ?? Boolean;
  const end = Date.now() + withinMs;
  let last: T | undefined;
  let thrown: Error | undefined;
  do {
    try {
      last = await probe.sample();
      thrown = undefined;
      if (satisfied(last)) return last;
    } catch (error) {
      thrown = error instanceof Error ? error : new Error('something that is no error was thrown', { cause: error });
    }
    await delay(everyMs);
  } while (Date.now() < end);
  const reason = thrown === undefined ? '' : `; the last look failed: ${thrown.message}`;
  throw new Error(`Within ${withinMs} ms: ${probe.describeFailure(last)}${reason}`, { cause: thrown });
}

// Looking at a machine again and again: after a while, or at once when something may have changed.

import type { Observation } from '../machine.js';
import { KeyRefused, NoAnswer } from './machine-server.js';

/** Wakes whoever waits on it. */
export class Wake {
  private readonly waiting = new Set<() => void>();

  wake(): void {
    for (const over of this.waiting) over();
  }

  /** Resolves when woken, after the time, or when the signal ends it. */
  within(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', over);
        this.waiting.delete(over);
        resolve();
      };
      const timer = setTimeout(over, ms);
      signal.addEventListener('abort', over);
      this.waiting.add(over);
      if (signal.aborted) over();
    });
  }
}

/** How often a machine is looked at, milliseconds. */
export interface Pace {
  /** While it makes something, or has just ended. */
  readonly busyMs: number;
  readonly idleMs: number;
  /** While its server is away: each look later than the last, up to this. */
  readonly awayMs: number;
}

export interface Following {
  readonly look: () => Promise<Observation>;
  readonly pace: Pace;
  readonly wake: Wake;
  readonly signal: AbortSignal;
}

/** Pushed news come in bursts: so long they are gathered into one look. */
const GATHER_MS = 50;

/** All looks until the signal ends them. A server out of reach is an observation; an error of ours is thrown. */
export async function* follow({ look, pace, wake, signal }: Following): AsyncIterable<Observation> {
  let pauseMs = pace.busyMs;
  while (!signal.aborted) {
    const observation = await unlessEnded(lookOnce(look), signal);
    if (observation === undefined || signal.aborted) return;
    yield observation;
    if (observation.state === 'unreachable') pauseMs = Math.min(2 * pauseMs, pace.awayMs);
    else pauseMs = observation.state === 'idle' ? pace.idleMs : pace.busyMs;
    await wake.within(pauseMs, signal);
    await new Wake().within(Math.min(GATHER_MS, pauseMs), signal);
  }
}

/** A server that hangs must not hold up the end: undefined when the signal comes first. */
function unlessEnded<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const ended = (): void => resolve(undefined);
    signal.addEventListener('abort', ended);
    if (signal.aborted) ended();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', ended));
  });
}

async function lookOnce(look: () => Promise<Observation>): Promise<Observation> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof NoAnswer) return { how: 'inferred', state: 'unreachable', waitsFor: error.message };
    if (error instanceof KeyRefused) return { how: 'seen', state: 'error', waitsFor: error.message };
    throw error;
  }
}

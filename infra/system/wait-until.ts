// Waiting for a condition with an end and a reason.

import { setTimeout as delay } from 'node:timers/promises';

interface Waiting {
  /** What is waited for, as it is named when it does not come. */
  readonly what: string;
  readonly withinMs: number;
  readonly everyMs?: number;
  /** A reason to give up early (the process ended), or undefined. */
  readonly giveUp?: () => string | undefined;
}

/** Resolves when the probe answers true; throws with the last reason when it does not within the time. */
export async function waitUntil(
  probe: () => Promise<boolean>,
  { what, withinMs, everyMs = 50, giveUp }: Waiting,
): Promise<void> {
  const end = Date.now() + withinMs;
  let last = '';
  for (;;) {
    const reason = giveUp?.();
    if (reason !== undefined) throw new Error(`${what}: ${reason}`);
    try {
      if (await probe()) return;
    } catch (error) {
      // The probe's own failure is the best explanation that the caller can get.
      last = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > end)
      throw new Error(
        `${what} was not there after ${Math.round(withinMs / 1000)} s${last === '' ? '' : ` (${last})`}.`,
      );
    await delay(everyMs);
  }
}

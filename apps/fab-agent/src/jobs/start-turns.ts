// Machines that heat up at once trip breakers: where the lab says so, starts keep their distance from each other.

import { SECOND_MS, type AtMs } from '#core/kernel/time';
import type { Clock } from '#platform/clock/clock';

export class StartTurns {
  private freeAtMs: AtMs;

  /** `wasWorking`: a start of an earlier run of this program may have been just before this one. */
  constructor(
    private readonly secondsBetween: number,
    private readonly clock: Clock,
    wasWorking: boolean,
  ) {
    this.freeAtMs = wasWorking ? clock.now() + secondsBetween * SECOND_MS : 0;
  }

  /** Takes the turn, 0; or milliseconds until it may be asked for again. */
  take(): number {
    const nowMs = this.clock.now();
    if (nowMs < this.freeAtMs) return this.freeAtMs - nowMs;
    this.freeAtMs = nowMs + this.secondsBetween * SECOND_MS;
    return 0;
  }

  /** Nothing was started in the turn that was taken last. */
  giveBack(): void {
    this.freeAtMs = 0;
  }
}

// Runs use cases at intervals, never twice at the same time in one process.

import type { Logger } from '../logging/logger.js';
import { correlated, newCorrelationId } from '../logging/correlation.js';
import type { RunsRegularly } from './handlers.js';

export class Schedule {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Map<RunsRegularly, Promise<void>>();

  constructor(private readonly logger: Logger) {}

  every(ms: number, useCase: RunsRegularly): void {
    this.timers.push(setInterval(() => this.tick(useCase), ms));
  }

  /** Starts no more runs and waits for the ones under way. */
  async stop(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.allSettled(this.running.values());
  }

  private tick(useCase: RunsRegularly): void {
    if (this.running.has(useCase)) return;
    const run = correlated(newCorrelationId(), () => useCase.run())
      .catch((error: unknown) =>
        this.logger.error(
          { error: error instanceof Error ? error.stack : String(error), useCase: useCase.constructor.name },
          'regular run failed',
        ),
      )
      .finally(() => this.running.delete(useCase));
    this.running.set(useCase, run);
  }
}

// Work that is done again whenever somebody wakes it: one run at a time, and no wake is lost, also not in the moment
// in which a run ends.

export class Pump {
  private awake = false;
  private stopped = false;
  private running: Promise<void> | undefined;

  /** `work` takes care of its own errors. */
  constructor(private readonly work: () => Promise<void>) {}

  /** Runs the work soon, once more after the run under way if there is one. */
  wake(): void {
    this.awake = true;
    if (!this.stopped) this.running ??= this.run();
  }

  /** Starts no more runs, and resolves when the one under way is over. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }

  /** Resolves when nothing runs and nothing is to run. */
  async rest(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async run(): Promise<void> {
    // So that `running` is set before it can be cleared.
    await Promise.resolve();
    while (this.awake && !this.stopped) {
      this.awake = false;
      await this.work();
    }
    // In the same turn as the last look at `awake`: a wake after it begins a new run.
    this.running = undefined;
  }
}

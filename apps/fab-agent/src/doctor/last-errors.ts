// The last things that went wrong, for the person who asks how it is going; the log has them all.

import type { AtMs } from '#core/kernel/time';
import type { Clock } from '#platform/clock/clock';
import type { Logger } from '#platform/logging/logger';

export interface NotedError {
  readonly atMs: AtMs;
  readonly says: string;
  /** How often it was said in a row of the same words. */
  readonly times: number;
}

const MOST = 20;
const LONGEST = 300;

export class LastErrors {
  private errors: readonly NotedError[] = [];

  constructor(private readonly clock: Clock) {}

  /** The newest first. */
  get list(): readonly NotedError[] {
    return this.errors;
  }

  /** The same log, which also notes here what it warns of; logs that are derived from it do not. */
  listenTo(logger: Logger): Logger {
    const note = this.note.bind(this);
    const through = (level: 'warn' | 'error') => {
      const write: (...said: unknown[]) => void = logger[level].bind(logger);
      return (...said: unknown[]): void => {
        note(...said);
        write(...said);
      };
    };
    return Object.assign(Object.create(logger) as Logger, { warn: through('warn'), error: through('error') });
  }

  private note(facts?: unknown, words?: unknown): void {
    const more = typeof facts === 'object' && facts !== null ? (facts as Record<string, unknown>) : {};
    const detail = [more['machine'], more['jobId'], more['message'] ?? more['error']].filter((one) => typeof one === 'string'); // prettier-ignore
    const said = typeof facts === 'string' ? facts : typeof words === 'string' ? words : '';
    const says = [said, ...detail].join(': ').split('\n')[0]?.slice(0, LONGEST) ?? '';
    const before = this.errors.find((one) => one.says === says);
    const others = this.errors.filter((one) => one !== before);
    this.errors = [{ atMs: this.clock.now(), says, times: (before?.times ?? 0) + 1 }, ...others].slice(0, MOST);
  }
}

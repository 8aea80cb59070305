// How much work each lab was given lately, for fairness: counted now and then, not for every quote.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { LabId } from '#core/kernel/ids';
import { DAY_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import type { RunsRegularly } from '#platform/messaging/handlers';

const LATELY_MS = 30 * DAY_MS;

@Injectable()
export class LatelyGiven {
  /** Batches by lab; undefined until they were counted. */
  byLab: ReadonlyMap<LabId, number> | undefined;
  /** Of all labs together. */
  sum = 0;

  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async count(): Promise<void> {
    const rows: { lab_id: LabId; given: number }[] = await this.source.query(
      `select lab_id, count(*)::int as given from batch
        where close_at > $1 and state not in ('dropped', 'cancelled') group by lab_id`,
      [new Date(this.clock.now() - LATELY_MS)],
    );
    this.byLab = new Map(rows.map(({ lab_id: labId, given }) => [labId, given]));
    this.sum = rows.reduce((sum, { given }) => sum + given, 0);
  }
}

@Injectable()
export class CountGiven implements RunsRegularly {
  constructor(@Inject(LatelyGiven) private readonly lately: LatelyGiven) {}

  run(): Promise<void> {
    return this.lately.count();
  }
}

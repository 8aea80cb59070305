// Looks at the jobs whose labs are silent: out of sight first, given up only after long trust.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { SUSPECT_AFTER_MS } from '#core/lab/lab';
import type { Patience } from '#core/job/job';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { NetworkPicture } from '../network/network-picture.js';
import { Router } from '../quoting/router.js';
import { ChangeJob } from './change-job.js';

@Injectable()
export class WatchJobs implements RunsRegularly {
  @Inject(DATA_SOURCE) private readonly source!: DataSource;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NetworkPicture) private readonly picture!: NetworkPicture;
  @Inject(ChangeJob) private readonly changeJob!: ChangeJob;
  @Inject(CLOCK) private readonly clock!: Clock;
  @Inject(Router) private readonly router!: Router;

  async run(): Promise<void> {
    await this.noteSigns();
    const silent: { id: string }[] = await this.source.query(
      `select id from job where state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping')
         and heard_at < $1 limit 500`,
      [new Date(this.clock.now() - SUSPECT_AFTER_MS)],
    );
    const patience: Patience = { unseenAfterMs: SUSPECT_AFTER_MS, ...this.router.policy };
    for (const { id } of silent) {
      await this.unitOfWork.run((tx) => this.changeJob.run(tx, id, { kind: 'look', atMs: tx.nowMs, patience }));
    }
  }

  /** A pulse of the lab is a sign of life of its jobs: it renews their lease, though it leaves no state. */
  private async noteSigns(): Promise<void> {
    const labs: { labId: string }[] = await this.source.query(
      `select distinct lab_id as "labId" from job where state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping')`,
    );
    const heard = labs.flatMap(({ labId }) => {
      const atMs = this.picture.lastHeard(labId);
      return atMs === undefined ? [] : [{ labId, atMs }];
    });
    await this.source.query(
      `update job set heard_at = to_timestamp(heard.at / 1000)
       from unnest($1::text[], $2::double precision[]) as heard(lab_id, at)
       where job.lab_id = heard.lab_id and job.heard_at < to_timestamp(heard.at / 1000)
         and state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping')`,
      [heard.map(({ labId }) => labId), heard.map(({ atMs }) => atMs)],
    );
  }
}

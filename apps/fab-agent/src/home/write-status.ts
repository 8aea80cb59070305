// How the lab is doing, as a file that `status` reads while the agent runs and after it has ended.

import { rename, writeFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { formatMoney, money } from '#core/kernel/money';
import { CLOCK, type Clock } from '#platform/clock/clock';
import type { RunsRegularly } from '#platform/messaging/handlers';
import { PLACES } from '../agent-tokens.js';
import { Workshop } from '../jobs/workshop.js';
import { Link } from '../uplink/link.js';
import type { Places } from './home-folder.js';

export const statusSchema = z.object({
  atMs: z.number(),
  pid: z.number(),
  networkReached: z.boolean(),
  reportsWaiting: z.number(),
  machines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      how: z.enum(['seen', 'inferred']),
      percent: z.number().optional(),
      jobs: z.array(
        z.object({ jobId: z.string(), title: z.string(), stage: z.string(), waitsFor: z.string().optional() }),
      ),
    }),
  ),
  openOffers: z.array(
    z.object({ offerId: z.string(), title: z.string(), lapsesAtMs: z.number(), price: z.string().optional() }),
  ),
});
export type Status = z.infer<typeof statusSchema>;

@Injectable()
export class WriteStatus implements RunsRegularly {
  constructor(
    @Inject(PLACES) private readonly places: Places,
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(Link) private readonly link: Link,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Replaces the file as a whole; without fsync, because a lost one is written again in two seconds. */
  async run(): Promise<void> {
    const next = `${this.places.status}.new`;
    await writeFile(next, `${JSON.stringify(this.status(), null, 2)}\n`, { mode: 0o600 });
    await rename(next, this.places.status);
  }

  private status(): Status {
    const { offers, unsent } = this.workshop.known;
    const nowMs = this.clock.now();
    return {
      atMs: nowMs,
      pid: process.pid,
      networkReached: this.link.isUp,
      reportsWaiting: unsent.size,
      machines: this.workshop.works.map((work) => ({
        ...pick(work.machine.describe()),
        state: work.seen.state,
        how: work.seen.how,
        percent: work.seen.percent,
        jobs: work.jobs.map(({ jobId, title, stage }) => ({ jobId, title, stage, waitsFor: work.waitOf(jobId) })),
      })),
      openOffers: [...offers.values()]
        .filter(({ state, lapsesAtMs }) => state === 'open' && lapsesAtMs > nowMs)
        .map(({ offerId, title, lapsesAtMs, price }) => ({
          offerId,
          title,
          lapsesAtMs,
          ...(price ? { price: formatMoney(money(price.labPriceMinor, price.currency)) } : {}),
        })),
    };
  }
}

const pick = ({ id, name }: { id: string; name: string }) => ({ id, name });

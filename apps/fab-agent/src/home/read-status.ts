// How the lab is doing: its machines and jobs, its link, what waits for a person, what went wrong last.

import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { LabJobStage } from '#core/job/lab-journal';
import type { Machine } from '#core/lab/lab';
import { formatMoney, money } from '#core/kernel/money';
import { Availability } from '../availability/availability.js';
import { LastErrors } from '../doctor/last-errors.js';
import type { MachineWork } from '../jobs/machine-work.js';
import { Workshop } from '../jobs/workshop.js';
import { Link } from '../uplink/link.js';
import { CONFIRMED_STEPS, type ConfirmedStep } from '../machines/machine.js';

export const statusSchema = z.object({
  atMs: z.number(),
  pid: z.number(),
  labName: z.string().default(''),
  networkReached: z.boolean(),
  /** Undefined: not paused. */
  paused: z.object({ because: z.string(), atMs: z.number() }).optional(),
  /** Address of the operator's page. */
  page: z.string().optional(),
  reportsWaiting: z.number(),
  machines: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.string(),
      how: z.enum(['seen', 'inferred']),
      percent: z.number().optional(),
      remainingSeconds: z.number().optional(),
      waitsFor: z.string().optional(),
      /** A person is to say that the bed is clear. */
      isBedUsed: z.boolean().default(false),
      loaded: z.array(z.string()).default([]),
      jobs: z.array(
        z.object({
          jobId: z.string(),
          title: z.string(),
          stage: z.string(),
          waitsFor: z.string().optional(),
          /** What a person may say of it, as the machine cannot. */
          confirm: z.array(z.enum(CONFIRMED_STEPS)).default([]),
        }),
      ),
    }),
  ),
  openOffers: z.array(
    z.object({ offerId: z.string(), title: z.string(), lapsesAtMs: z.number(), price: z.string().optional() }),
  ),
  /** The newest first. */
  lastErrors: z.array(z.object({ atMs: z.number(), says: z.string(), times: z.number() })).default([]),
});
export type Status = z.infer<typeof statusSchema>;

@Injectable()
export class ReadStatus {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(Availability) private readonly availability: Availability,
    @Inject(LastErrors) private readonly errors: LastErrors,
    @Inject(Link) private readonly link: Link,
  ) {}

  /** Address of the operator's page, once there is one. */
  pageUrl: string | undefined;

  /** How the lab is doing now. */
  now(): Status {
    const { offers, unsent } = this.workshop.known;
    const nowMs = this.availability.clock.now();
    return {
      atMs: nowMs,
      pid: process.pid,
      labName: this.availability.lab.labName,
      networkReached: this.link.isUp,
      paused: this.availability.paused,
      page: this.pageUrl,
      reportsWaiting: unsent.size,
      machines: this.workshop.works.map((work) => ({
        ...pick(work.machine.describe()),
        ...seenOf(work),
        isBedUsed: work.isBedUsed,
        jobs: work.jobs.map(({ jobId, title, stage }) => ({
          jobId,
          title,
          stage,
          waitsFor: work.waitOf(jobId),
          confirm: [...this.stepsOf(work, stage)],
        })),
      })),
      openOffers: [...offers.values()]
        .filter(({ state, lapsesAtMs }) => state === 'open' && lapsesAtMs > nowMs)
        .map(({ offerId, title, lapsesAtMs, price }) => ({
          offerId,
          title,
          lapsesAtMs,
          ...(price ? { price: formatMoney(money(price.labPriceMinor, price.currency)) } : {}),
        })),
      lastErrors: [...this.errors.list],
    };
  }

  /** On machines run by hand all that happens is said by a person; on others what their records have lost. */
  private stepsOf({ machine, seen }: MachineWork, stage: LabJobStage): readonly ConfirmedStep[] {
    if (machine.can.confirm === undefined || (stage !== 'commanded' && stage !== 'started')) return [];
    const { id } = machine.describe();
    const isManual = this.availability.lab.machines.some(
      (entry) => entry.machine.id === id && entry.driver.kind === 'manual',
    );
    if (seen.state === 'waiting') return isManual ? ['started', 'not-started'] : ['not-started', ...ENDS];
    return isManual ? ENDS : [];
  }
}

const ENDS: readonly ConfirmedStep[] = ['finished', 'failed', 'stopped'];

const pick = ({ id, name, loaded }: Machine) => ({
  id,
  name,
  loaded: loaded.map(({ material, color }) => (color === undefined ? material : `${material} ${color}`)),
});

const seenOf = ({ seen: { state, how, percent, remainingSeconds, waitsFor } }: MachineWork) => ({
  state,
  how,
  percent,
  remainingSeconds,
  waitsFor,
});

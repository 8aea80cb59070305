// What the network and one lab's agent say to each other. Either side treats the other's words as a stranger's.

import { z } from 'zod';
import { defineMessage, defineQuestion } from '../define-message.js';
import {
  currencySchema,
  idOf,
  loadedMaterialSchema,
  machineSchema,
  machineStateSchema,
  materialSchema,
  minorSchema,
  processSchema,
  sha256Schema,
} from '../shapes.js';
import { unitsSchema } from './making-messages.js';

const fenced = { jobId: idOf('job'), fence: z.number().int().min(1) };

/** A plate: one 3MF with everything placed, by content address. */
export const plateSchema = z.object({ sha256: sha256Schema, bytes: z.number().int().min(1) });

/** What of one order lies on a shared plate; the labels of its pieces begin with the letter. */
export const platePortionSchema = z.object({
  letter: z.string().max(8),
  title: z.string().max(200),
  license: z.string().max(2000),
  units: z.array(unitsSchema).min(1),
});
export type PlatePortion = z.infer<typeof platePortionSchema>;

// network → lab

export const OfferMake = defineMessage({
  name: 'offer.make',
  route: 'down',
  summary: 'Will you make this batch on this machine?',
  schema: z.object({
    offerId: idOf('offer'),
    batchId: idOf('batch'),
    machineId: idOf('machine'),
    process: processSchema,
    material: materialSchema,
    color: z.string().optional(),
    license: z.string(),
    title: z.string(),
    units: z.array(unitsSchema).min(1),
    /** Of a plate that several orders share: what belongs together. */
    portions: z.array(platePortionSchema).min(2).optional(),
    plate: plateSchema,
    boxMm: z.object({ x: z.number(), y: z.number(), z: z.number() }),
    estimate: z.object({ seconds: z.number().min(0), massGrams: z.number().min(0) }),
    labPriceMinor: minorSchema,
    currency: currencySchema,
    distanceKm: z.number().min(0),
    /** The lab has this long to answer, milliseconds from receipt: a span, so that no clocks are compared. */
    answerWithinMs: z.number().int().min(0),
  }),
});
export const OfferWithdraw = defineMessage({
  name: 'offer.withdraw',
  route: 'down',
  summary: 'The offer no longer stands.',
  schema: z.object({ offerId: idOf('offer'), reason: z.string() }),
});
export const JobAssign = defineMessage({
  name: 'job.assign',
  route: 'down',
  summary: 'Make this accepted batch: fetch the plate, prepare, ask for permission, start.',
  schema: z.object({
    ...fenced,
    offerId: idOf('offer'),
    batchId: idOf('batch'),
    machineId: idOf('machine'),
    process: processSchema,
    material: materialSchema,
    color: z.string().optional(),
    title: z.string(),
    units: z.array(unitsSchema).min(1),
    /** Of a plate that several orders share: what belongs together. */
    portions: z.array(platePortionSchema).min(2).optional(),
    plate: plateSchema,
    estimate: z.object({ seconds: z.number().min(0), massGrams: z.number().min(0) }),
    /** What the designers demand of the print; the rest is the lab's. */
    settings: z
      .object({
        infillPercent: z.number().min(0).max(100).optional(),
        layerMm: z.number().min(0.01).max(2).optional(),
        perimeters: z.number().int().min(1).max(100).optional(),
        supports: z.boolean().optional(),
      })
      .optional(),
  }),
});
export const JobCancel = defineMessage({
  name: 'job.cancel',
  route: 'down',
  summary: 'Stop this job, or do not start it; answer with job.stopped.',
  schema: z.object({ ...fenced, reason: z.string() }),
});
export const ReportsResend = defineMessage({
  name: 'reports.resend',
  route: 'down',
  summary: 'The broker lost its store: say all reports of your journal again; those known are ignored.',
  schema: z.object({ epoch: z.string().max(80) }),
});

// lab → network

export const MachinesDescribed = defineMessage({
  name: 'machines.described',
  route: 'up',
  summary: 'The machines of this lab that take part, whole list.',
  schema: z.object({
    machines: z.array(machineSchema).max(200),
    /** Who answers offers there; a person is given more time. */
    answers: z.enum(['auto', 'person']).optional(),
  }),
});
export const OfferAnswered = defineMessage({
  name: 'offer.answered',
  route: 'up',
  summary: 'Yes, no with a reason, or yes at another price or date.',
  schema: z.object({
    offerId: idOf('offer'),
    answer: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('accepted') }),
      z.object({ kind: z.literal('declined'), reason: z.string().max(500) }),
      z.object({
        kind: z.literal('countered'),
        /** What the lab would ask for the batch instead, minor units; without it the price stays. */
        labPriceMinor: z.number().int().min(0).max(1e9).optional(),
        /** How much later than estimated it would be ready, seconds: a span, so that no clocks are compared. */
        laterSeconds: z
          .number()
          .int()
          .min(0)
          .max(90 * 86_400)
          .optional(),
        reason: z.string().max(500),
      }),
    ]),
  }),
});
export const BackAtLab = defineMessage({
  name: 'lab.back',
  route: 'up',
  summary: 'After offers went unanswered: the lab is there again and takes new ones.',
  schema: z.object({}),
});
export const JobStartedAtLab = defineMessage({
  name: 'job.started',
  route: 'up',
  summary: 'The machine has begun; seen on the machine, or inferred from the journal after an outage.',
  schema: z.object({ ...fenced, how: z.enum(['seen', 'inferred']) }),
});
export const JobProgressedAtLab = defineMessage({
  name: 'job.progressed',
  route: 'up',
  summary: 'How far the machine is.',
  schema: z.object({ ...fenced, percent: z.number().min(0).max(100), remainingSeconds: z.number().min(0).optional() }),
});
export const JobFinishedAtLab = defineMessage({
  name: 'job.finished',
  route: 'up',
  summary: 'The machine’s own record says that it is done.',
  schema: z.object({
    ...fenced,
    how: z.enum(['seen', 'inferred']),
    seconds: z.number().min(0).optional(),
    massGrams: z.number().min(0).optional(),
  }),
});
export const JobFailedAtLab = defineMessage({
  name: 'job.failed',
  route: 'up',
  summary: 'The job ended without all of its pieces; `made` are the good ones.',
  schema: z.object({ ...fenced, reason: z.string().max(500), made: z.array(unitsSchema).max(1000) }),
});
export const JobStoppedAtLab = defineMessage({
  name: 'job.stopped',
  route: 'up',
  summary: 'After a cancel: the machine stands, or never started.',
  schema: z.object(fenced),
});

/** A sign of life of one machine; may be lost. */
export const Pulse = defineMessage({
  name: 'pulse',
  route: 'pulse',
  summary: 'A machine’s state, every ten seconds.',
  schema: z.object({
    machineId: idOf('machine'),
    state: machineStateSchema,
    seen: z.enum(['seen', 'inferred']),
    loaded: z.array(loadedMaterialSchema).max(32),
    jobId: idOf('job').optional(),
    percent: z.number().min(0).max(100).optional(),
    remainingSeconds: z.number().min(0).optional(),
    queue: z.number().int().min(0).max(10_000),
  }),
});

// lab asks

export const AskPermission = defineQuestion({
  name: 'permission',
  route: 'lab-ask',
  summary: 'May I start this job now? The answer is the permission; without one nothing starts.',
  schema: z.object({ ...fenced, machineId: idOf('machine') }),
  answer: z.discriminatedUnion('granted', [
    z.object({ granted: z.literal(true), ...fenced }),
    z.object({ granted: z.literal(false), code: z.string(), message: z.string() }),
  ]),
});
export const AskPlate = defineQuestion({
  name: 'plate',
  route: 'lab-ask',
  summary: 'Where can I fetch the plate of this job? The ticket in the address is good for some hours.',
  schema: z.object({ jobId: idOf('job') }),
  answer: z.discriminatedUnion('found', [
    z.object({ found: z.literal(true), url: z.string().max(2000), sha256: sha256Schema, bytes: z.number().int() }),
    z.object({ found: z.literal(false), code: z.string(), message: z.string() }),
  ]),
});

export const AskCredentials = defineQuestion({
  name: 'credentials',
  route: 'lab-ask',
  summary: 'New credentials, please; the old ones are good until I say that I have the new ones.',
  schema: z.object({}),
  answer: z.object({ credentials: z.string().max(10_000), userPublicKey: z.string().max(100) }),
});
export const AskCredentialsKept = defineQuestion({
  name: 'credentials-kept',
  route: 'lab-ask',
  summary: 'I have these credentials and use them: shut out all others of this lab.',
  schema: z.object({ userPublicKey: z.string().max(100) }),
  answer: z.object({ done: z.boolean(), message: z.string() }),
});

export const LAB_DOWN_MESSAGES = [OfferMake, OfferWithdraw, JobAssign, JobCancel, ReportsResend] as const;
export const LAB_UP_MESSAGES = [
  MachinesDescribed,
  OfferAnswered,
  BackAtLab,
  JobStartedAtLab,
  JobProgressedAtLab,
  JobFinishedAtLab,
  JobFailedAtLab,
  JobStoppedAtLab,
] as const;

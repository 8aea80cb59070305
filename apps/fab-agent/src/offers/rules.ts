// What a lab takes, as data: part of lab.json.

import { z } from 'zod';
import { processSchema } from '#contracts/shapes';

const weekday = z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7)));
const minute = z.number().int().min(0).max(1440);

/** When somebody is there, in the lab's own time; weekday 1 is Monday. */
const hoursSchema = z.object({
  /** E.g. `Europe/Prague`. */
  timeZone: z.string().refine(isTimeZone, 'It is not the name of a time zone.'),
  open: z.array(z.object({ weekday, fromMinute: minute, toMinute: minute })).max(50),
  /** Days on which nobody is there, as `2026-12-24`. */
  holidays: z.array(z.iso.date()).max(400).default([]),
});
export type Hours = z.infer<typeof hoursSchema>;

const autoSchema = z.object({
  maxSeconds: z.number().positive().optional(),
  maxMassGrams: z.number().positive().optional(),
  /** Longest side of the plate's box. */
  maxBoxMm: z.number().positive().optional(),
  minPriceMinor: z.number().int().min(0).optional(),
  maxPriceMinor: z.number().int().min(0).optional(),
  maxDistanceKm: z.number().min(0).optional(),
  /** SPDX expressions, as designs name them; all on the plate have to be among them. */
  licenses: z.array(z.string().max(2000)).max(200).optional(),
  hours: hoursSchema.optional(),
});
export type AutoRules = z.infer<typeof autoSchema>;

/** When the lab says yes by itself, and what it asks where it would rather not. */
export const rulesSchema = z.object({
  /** `auto`: by the rules below; `ask`: a person answers what the rules let pass; `never`: declines everything. */
  accept: z.enum(['auto', 'ask', 'never']).default('auto'),
  /** Empty: all processes of its machines. */
  processes: z.array(processSchema).max(20).default([]),
  maxSeconds: z.number().positive().optional(),
  maxQueue: z.number().int().min(1).max(10_000).default(50),
  /** What a batch has to bring at least, minor units of the lab's currency: for less, so much is asked of the customers. */
  minimumMinor: z.number().int().min(1).max(1e9).optional(),
  /** With `maxQueue` jobs waiting, so much more time is asked for instead of saying no, up to a second bound. */
  whenFull: z
    .object({
      laterSeconds: z
        .number()
        .int()
        .min(1)
        .max(90 * 86_400),
      maxQueue: z.number().int().min(1).max(10_000),
    })
    .optional(),
  /** Customers farther away than this are told no. */
  maxDistanceKm: z.number().min(0).max(20_100).optional(),
  /** While one job is under way or agreed anywhere in the lab, no other is taken: for labs that are new to this. */
  oneAtATime: z.boolean().optional(),
  /** A job counts as finished when a person has said that its pieces are good. */
  askQuality: z.boolean().optional(),
  /** With `accept: auto`: what is accepted by itself; what goes beyond is asked of a person. */
  auto: autoSchema.optional(),
});
export type Rules = z.infer<typeof rulesSchema>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

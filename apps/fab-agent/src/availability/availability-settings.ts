// When somebody is at the lab, when machines are serviced, and where it is known what they hold: part of lab.json.

import { z } from 'zod';

const weekday = z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as 1 | 2 | 3 | 4 | 5 | 6 | 7)));
const minute = z.number().int().min(0).max(1440);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

const attendanceSchema = z.object({
  /** Name of the IANA list, e.g. `Europe/Prague`. */
  timeZone: z.string().refine(isTimeZone, 'It is not the name of a time zone.'),
  /** Minutes after midnight of the lab; weekday 1 is Monday. */
  open: z.array(z.object({ weekday, fromMinute: minute, toMinute: minute })).max(50),
  /** Days on which nobody is there: one day, or from one to another, both included. */
  holidays: z
    .array(z.union([z.iso.date(), z.object({ from: z.iso.date(), to: z.iso.date() })]))
    .max(400)
    .default([]),
});
/** When somebody is there. */
export type Attendance = z.infer<typeof attendanceSchema>;

const maintenanceSchema = z.object({
  /** Its name or its id; without it: all machines. */
  machine: z.string().max(120).optional(),
  /** With an offset, e.g. `2026-12-01T08:00:00+01:00`. */
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  why: z.string().max(200).default('maintenance'),
});
/** A time in which a machine makes nothing. */
export type Maintenance = z.infer<typeof maintenanceSchema>;

/** What lab.json says about the times of the lab. */
export const availabilitySchema = z.object({
  attended: attendanceSchema.optional(),
  maintenance: z.array(maintenanceSchema).max(500).default([]),
});
export type AvailabilitySettings = z.infer<typeof availabilitySchema>;

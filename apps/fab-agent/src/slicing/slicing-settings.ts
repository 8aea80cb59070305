// What lab.json says about slicing: once for the lab, and for each machine.

import { z } from 'zod';

/** For the lab: one slicer at a time, as a program of its own. */
export const labSlicingSchema = z.object({
  /** The console of PrusaSlicer. */
  command: z.string().min(1).max(1000).default('prusa-slicer'),
  /** CuraEngine's console, and the definition that its settings begin with. */
  cura: z
    .object({
      command: z.string().min(1).max(1000).default('CuraEngine'),
      definition: z.string().min(1).max(1000).default('/usr/share/cura/resources/definitions/fdmprinter.def.json'),
    })
    .prefault({}),
  timeoutSeconds: z.number().min(1).max(86_400).default(900),
  /** Address space that it may take. */
  memoryMb: z.number().int().min(256).max(1_048_576).default(6_144),
});
export type LabSlicing = z.infer<typeof labSlicingSchema>;

const names = z.array(z.string().regex(/^[A-Za-z][A-Za-z0-9_.]{0,60}$/)).max(100);
const celsius = z.number().min(0).max(600);

/** For one machine. */
export const machineSlicingSchema = z.object({
  /** `already-sliced`: plates are G-code as they come. */
  slicer: z.enum(['prusa-slicer', 'cura-engine', 'already-sliced']).default('prusa-slicer'),
  /** PrusaSlicer's .ini by material, `*` for all others; a relative path begins at the home. */
  profiles: z.record(z.string().max(40), z.string().min(1).max(1000)).default({}),
  /** How much longer or heavier than promised a job may come out of the slicer. */
  mostTimes: z.number().min(1).max(100).default(2),
  /** What its G-code may do; without it, what its description allows. */
  gcode: z
    .object({
      marginMm: z.number().min(0).max(100).optional(),
      originMm: z.object({ x: z.number(), y: z.number() }).optional(),
      maxNozzleCelsius: celsius.optional(),
      maxBedCelsius: celsius.optional(),
      maxFeedMmPerMinute: z.number().min(1).max(1_000_000).optional(),
      tools: z.number().int().min(1).max(16).optional(),
      macros: names.optional(),
      endMacros: names.optional(),
      alsoAllowed: names.optional(),
    })
    .default({}),
});
export type MachineSlicing = z.infer<typeof machineSlicingSchema>;

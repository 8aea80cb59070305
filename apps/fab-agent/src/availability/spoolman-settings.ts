// What lab.json says about Spoolman, which keeps the lab's spools.

import { z } from 'zod';
import { serverUrlSchema } from '../machines/served/machine-server.js';

export const spoolmanSchema = z.object({
  url: serverUrlSchema,
  /** Spoolman's location by the machine's name or id; without it a location is called like its machine. */
  locations: z.record(z.string().max(120), z.string().min(1).max(200)).default({}),
  everySeconds: z.number().min(5).max(86_400).default(60),
});
export type SpoolmanSettings = z.infer<typeof spoolmanSchema>;

// One lab's home: its settings, its credentials, its journal, its files. Nothing else on the machine is written.

import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { idOf, machineSchema } from '#contracts/shapes';
import { availabilitySchema } from '../availability/availability-settings.js';
import { cameraSchema } from '../machines/camera.js';
import { spoolmanSchema } from '../availability/spoolman-settings.js';
import { driverSchema } from '../machines/connect-machine.js';
import { pageSchema } from '../local-page/page-settings.js';
import { notifySchema } from '../notify/notify-settings.js';
import { rulesSchema } from '../offers/rules.js';
import { labSlicingSchema, machineSlicingSchema } from '../slicing/slicing-settings.js';

export const labFileSchema = z.object({
  /** Where editors find the published schema. */
  $schema: z.string().max(500).optional(),
  labId: idOf('lab'),
  labName: z.string(),
  networkUrl: z.url({ protocol: /^https?$/ }),
  natsUrl: z.string().min(1),
  machines: z
    .array(
      z.object({
        machine: machineSchema,
        driver: driverSchema,
        slicing: machineSlicingSchema.optional(),
        /** It is looked through when a job has ended. */
        camera: cameraSchema.optional(),
        /** Who says after a job that the bed is clear; without it: a person, but nobody for simulated machines and those by hand. */
        clearBed: z.enum(['person', 'machine', 'automatic']).optional(),
      }),
    )
    .max(200),
  rules: rulesSchema,
  slicing: labSlicingSchema.optional(),
  /** Starts of this lab's machines keep so much distance, lest all heat up at once. */
  secondsBetweenStarts: z.number().min(0).max(86_400).optional(),
  page: pageSchema.optional(),
  availability: availabilitySchema.optional(),
  spoolman: spoolmanSchema.optional(),
  notify: notifySchema.optional(),
});
export type LabFile = z.infer<typeof labFileSchema>;

/** The places inside a home. */
export const placesIn = (home: string) => ({
  home,
  lab: join(home, 'lab.json'),
  creds: join(home, 'lab.creds'),
  journal: join(home, 'journal.jsonl'),
  setAside: join(home, 'set-aside.jsonl'),
  status: join(home, 'status.json'),
  door: join(home, 'agent.sock'),
  keptWord: join(home, 'operator.json'),
  files: join(home, 'files'),
  scratch: join(home, 'scratch'),
  photos: join(home, 'photos'),
  machines: join(home, 'machines'),
});
export type Places = ReturnType<typeof placesIn>;

/** The lab's settings, or undefined where nobody enrolled; throws a readable error when the file is wrong. */
export async function readLabFile(home: string): Promise<LabFile | undefined> {
  const path = placesIn(home).lab;
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const parsed = labFileSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`${path} is not as it should be:\n${lines.join('\n')}`);
}

/** Writes settings and credentials; the credentials first, so that a settings file means an enrolled home. */
export async function writeHome(home: string, lab: LabFile, credentials: string): Promise<void> {
  const places = placesIn(home);
  for (const folder of [home, places.files, places.machines]) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  }
  await writeWhole(places.creds, credentials);
  await writeWhole(places.lab, `${JSON.stringify(lab, null, 2)}\n`);
}

/** Keeps what another lab's agent left in this home, under that lab's name, out of the way of the next. */
export async function setLabAside(home: string, labId: string): Promise<void> {
  const { journal, machines, files, photos, setAside } = placesIn(home);
  for (const path of [journal, machines, files, photos, setAside]) {
    await rename(path, `${path}.of-${labId}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}

/** Replaces a file as a whole or not at all, readable by its owner only. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

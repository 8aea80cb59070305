import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LabJob } from '#core/job/lab-journal';
import { Journal } from '../journal/journal.js';
import type { ConnectedMachine } from '../machines/machine.js';
import { Photographer } from './photograph.js';

const job: LabJob = {
  jobId: 'job_1',
  offerId: 'ofr_1',
  machineId: 'mac_1',
  fence: 1,
  title: 'Thing',
  plate: { sha256: 'a'.repeat(64), bytes: 1 },
  estimate: { seconds: 60, massGrams: 1 },
  correlationId: 'cor_1',
  assignedAtMs: 0,
  stage: 'started',
};
const PICTURE = Buffer.from('a picture');
const logger = pino({ level: 'silent' });
let home: string;
let journal: Journal;
let photographer: Photographer;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'fabcommons-photos-'));
  journal = await Journal.open({ path: join(home, 'journal.jsonl'), logger });
  await journal.append({ kind: 'job-assigned', job });
  photographer = new Photographer({ journal, folder: join(home, 'photos'), clock: { now: Date.now }, logger });
});
afterEach(async () => {
  await journal.close();
  rmSync(home, { recursive: true, force: true });
});

const seenBy = (look: () => Promise<Uint8Array>): ConnectedMachine => ({ can: { look: { look } } }) as ConnectedMachine;

test('the bed is photographed at the end; the picture lies by its hash, and old ones go', async () => {
  const old = join(home, 'photos', 'b'.repeat(64));
  mkdirSync(join(home, 'photos'));
  writeFileSync(old, 'old');
  utimesSync(old, 0, 0);
  await photographer.photograph(
    job,
    seenBy(() => Promise.resolve(PICTURE)),
  );
  const sha256 = createHash('sha256').update(PICTURE).digest('hex');
  expect(journal.knowledge.jobs.get('job_1')?.photoSha256).toBe(sha256);
  expect(readFileSync(join(home, 'photos', sha256))).toEqual(PICTURE);
  expect(existsSync(old)).toBe(false);
});

test('a camera that fails holds up nothing', async () => {
  await photographer.photograph(
    job,
    seenBy(() => Promise.reject(new Error('no camera'))),
  );
  await photographer.photograph(
    job,
    seenBy(() => Promise.resolve(new Uint8Array(0))),
  );
  expect(journal.knowledge.jobs.get('job_1')?.photoSha256).toBeUndefined();
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobNotes } from './job-notes.js';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notes-'));
  path = join(folder, 'notes.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what was written is there after a restart, and nothing else is left', () => {
  new JobNotes(path).write('job_a', { stage: 'commanded', before: '000004' });
  const notes = new JobNotes(path);
  notes.write('job_a', { seen: true });
  notes.write('job_b', { stage: 'handed' });
  expect(new JobNotes(path).of('job_a')).toEqual({ stage: 'commanded', before: '000004', seen: true });
  expect(new JobNotes(path).open).toEqual(['job_a']);
  expect(readdirSync(folder)).toEqual(['notes.json']);
});

test('a damaged file is not taken for an empty one', () => {
  writeFileSync(path, '[{"jobId":"job_a","note":{"stage":"comm');
  expect(() => new JobNotes(path)).toThrow();
  writeFileSync(path, '[{"jobId":"job_a","note":{"stage":"perhaps"}}]');
  expect(() => new JobNotes(path)).toThrow();
});

test('of too many, the oldest that have ended go; what is open stays', () => {
  const ended = { stage: 'commanded', ended: { outcome: 'finished' } };
  const many = Array.from({ length: 1_000 }, (_, i) => ({
    jobId: `job_${i}`,
    note: i === 0 ? { stage: 'commanded' } : ended,
  }));
  writeFileSync(path, JSON.stringify(many));
  const notes = new JobNotes(path);
  notes.write('job_new', { stage: 'handed' });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toHaveLength(1_000);
  expect([notes.of('job_0'), notes.of('job_1')]).toEqual([{ stage: 'commanded' }, undefined]);
});

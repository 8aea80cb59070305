import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalEntry } from '#core/job/lab-journal';
import { encodeLine, JournalDamaged, readLines } from './journal-lines.js';
import { journalInbox } from './journal-inbox.js';
import { Journal } from './journal.js';

let folder: string;
let path: string;
const logger = pino({ level: 'silent' });
const handled = (key: string): JournalEntry => ({ kind: 'handled', key, atMs: 1 });
const open = (compactBytes?: number): Promise<Journal> =>
  Journal.open({ path, logger, ...(compactBytes === undefined ? {} : { compactBytes }) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-journal-'));
  path = join(folder, 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a journal cut at any byte reads as the lines that were whole before the cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, where) => {
        const lines = values.map((value) => Buffer.from(encodeLine(value)));
        const bytes = Buffer.concat(lines);
        const cut = Math.round(where * bytes.length);
        const read = readLines(bytes.subarray(0, cut));
        const ends = lines.map((_line, index) => Buffer.concat(lines.slice(0, index + 1)).length);
        const whole = ends.filter((end) => end <= cut).length;
        expect(read.values).toEqual(
          values.slice(0, whole).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
        );
        expect(read.soundBytes).toBe(whole === 0 ? 0 : ends[whole - 1]);
      },
    ),
  );
});

test('what was appended is known after the file was cut in the line behind it', async () => {
  const journal = await open();
  await journal.append(handled('first'));
  const promised = readFileSync(path).length;
  await journal.append(handled('second'));
  const whole = readFileSync(path).length;
  await journal.close();
  truncateSync(path, promised + Math.floor((whole - promised) / 2));
  const again = await open();
  expect([...again.knowledge.handled.keys()]).toEqual(['first']);
  await again.append(handled('third'));
  await again.close();
  const last = await open();
  expect([...last.knowledge.handled.keys()]).toEqual(['first', 'third']);
  await last.close();
});

test('a line changed in the middle stops with the number of the line', async () => {
  const journal = await open();
  for (const key of ['one', 'two', 'three']) await journal.append(handled(key));
  await journal.close();
  writeFileSync(path, readFileSync(path, 'utf8').replace('"two"', '"tvo"'));
  await expect(open()).rejects.toThrow(JournalDamaged);
  await expect(open()).rejects.toThrow(/Line 2 /);
});

test('a compacted journal knows the same, and goes on', async () => {
  const journal = await open(2_000);
  for (let i = 0; i < 60; i += 1) {
    await journal.append(handled(`key ${i % 10}`));
  }
  const known = [...journal.knowledge.handled];
  expect(readFileSync(path).length).toBeLessThan(4_000);
  await journal.close();
  const again = await open(2_000);
  expect([...again.knowledge.handled]).toEqual(known);
  await again.close();
});

test('appends at the same time are all on the disk when their promises resolve', async () => {
  const journal = await open(500);
  const keys = Array.from({ length: 50 }, (_, i) => `key ${i}`);
  await Promise.all(keys.map((key) => journal.append(handled(key))));
  const again = await open();
  expect([...again.knowledge.handled.keys()]).toEqual(keys);
  await Promise.all([journal.close(), again.close()]);
});

test('the same message twice has one effect, and a failed one may come again', async () => {
  const journal = await open();
  const inbox = journalInbox(journal, { now: () => 5 });
  let runs = 0;
  await expect(inbox('lab', 'evt_1', () => Promise.reject(new Error('not now')))).rejects.toThrow('not now');
  for (let i = 0; i < 3; i += 1) {
    await inbox('lab', 'evt_1', async (unit) => {
      runs += 1;
      unit.record(handled('effect'));
    });
  }
  expect(runs).toBe(1);
  expect(journal.knowledge.handled.has('effect')).toBe(true);
  await journal.close();
});

test('a disk that fails is told, and nothing is promised afterwards', async () => {
  const journal = await open(1);
  // A folder stands where the compacted journal is to be written.
  mkdirSync(join(`${path}.new`, 'in the way'), { recursive: true });
  await expect(journal.append(handled('first'))).rejects.toThrow('cannot be written');
  await expect(journal.append(handled('second'))).rejects.toThrow('cannot be written');
  expect(await journal.failure).toBeInstanceOf(Error);
  await journal.close();
});

// The journal's bytes: one checksummed line of JSON per write. Read back up to the last whole line, and not beyond.

import { createHash } from 'node:crypto';

const SUM_LENGTH = 16;
const NEWLINE = 0x0a;

const sumOf = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex').slice(0, SUM_LENGTH);

/** One line: checksum, space, JSON, newline. */
export function encodeLine(value: unknown): string {
  const text = JSON.stringify(value);
  return `${sumOf(text)} ${text}\n`;
}

export interface ReadLines {
  readonly values: readonly unknown[];
  /** Bytes up to the end of the last whole line; what stands behind them was never promised. */
  readonly soundBytes: number;
}

/** A line in the middle was changed after it was written: a disk fault or a hand, never a crash of ours. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
}

/** Reads all whole lines. A torn last line is left out; a damaged one with sound ones behind it throws {@link JournalDamaged}. */
export function readLines(bytes: Buffer): ReadLines {
  const values: unknown[] = [];
  let soundBytes = 0;
  let damagedAt: number | undefined;
  let line = 0;
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) break;
    line += 1;
    const text = soundText(bytes.subarray(start, end));
    if (text === undefined) damagedAt ??= line;
    else if (damagedAt !== undefined)
      throw new JournalDamaged(`Line ${damagedAt} of the journal does not match its checksum, and later lines do.`);
    else {
      values.push(JSON.parse(text));
      soundBytes = end + 1;
    }
    start = end + 1;
  }
  return { values, soundBytes };
}

function soundText(line: Buffer): string | undefined {
  const json = line.subarray(SUM_LENGTH + 1);
  return line.subarray(0, SUM_LENGTH).toString('latin1') === sumOf(json) && line[SUM_LENGTH] === 0x20
    ? json.toString('utf8')
    : undefined;
}

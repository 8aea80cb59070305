// A file of G-code on the agent's disk, read line by line before any machine is given it.

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { GcodeChecker, type GcodeVerdict } from '#core/gcode/check-gcode';
import type { GcodeRefusal } from '#core/gcode/gcode-findings';
import type { GcodeLimits } from '#core/gcode/gcode-limits';
import { ok, refuse, type Refusal, type Result } from '#core/kernel/result';

const CHUNK_BYTES = 1 << 18;
const SHOWN_REFUSALS = 3;

/** What the file does, or why it is not run; keys of print servers in it are blanked on the disk. */
export async function checkGcodeFile(
  path: string,
  limits: GcodeLimits,
): Promise<Result<GcodeVerdict['seen'], Refusal<`gcode/${string}`>>> {
  const checker = new GcodeChecker(limits);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) checker.feed(chunk as Buffer);
  const { refusals, seen, secrets } = checker.finish();
  const [first] = refusals;
  if (first !== undefined)
    return refuse(first.code, `The G-code is not run. ${refusals.slice(0, SHOWN_REFUSALS).map(inWords).join(' ')}`, {
      remedy: 'Look at the profile of the machine, or allow more for it in lab.json, under slicing.gcode.',
      details: { refusals },
    });
  if (secrets.length > 0) await blank(path, secrets);
  return ok(seen);
}

const inWords = ({ line, text, reason }: GcodeRefusal): string =>
  line === 0 ? reason : `Line ${line}, “${text.slice(0, 60)}”: ${reason}`;

async function blank(path: string, secrets: GcodeVerdict['secrets']): Promise<void> {
  const file = await open(path, 'r+');
  try {
    for (const { from, to } of secrets) await file.write(Buffer.alloc(to - from, ' '), 0, to - from, from);
  } finally {
    await file.close();
  }
}

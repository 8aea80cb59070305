// The file that a program beside the folder writes about a job: `<name>.result.json`. docs/drivers.md tells it.

import { z } from 'zod';
import type { JobRecord } from '#core/job/lab-journal-step';
import type { Observation } from '../../machine.js';

export const folderResultSchema = z.object({
  status: z.enum(['started', 'finished', 'failed', 'stopped']),
  /** While started. */
  percent: z.number().min(0).max(100).optional(),
  remainingSeconds: z.number().min(0).max(1e8).optional(),
  /** When ended. */
  reason: z.string().max(500).optional(),
  seconds: z.number().min(0).max(1e8).optional(),
  massGrams: z.number().min(0).max(1e6).optional(),
});
export type FolderResult = z.infer<typeof folderResultSchema>;

/** A result's text; undefined while it is not (yet) what it must be: programs write in pieces. */
export function readResult(text: string): FolderResult | undefined {
  try {
    return folderResultSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

export function recordOf(result: FolderResult): JobRecord {
  const { status, reason, seconds, massGrams } = result;
  return status === 'started' ? { kind: 'running' } : { kind: 'ended', outcome: status, reason, seconds, massGrams };
}

/** What the folder shows of the one job that is open in it. */
export function readState(jobId: string, result: FolderResult | undefined): Observation {
  if (result?.status !== 'started')
    return { how: 'seen', state: 'waiting', waitsFor: `the program at the folder to take ${jobId}` };
  const { percent, remainingSeconds } = result;
  return { how: 'seen', state: 'printing', jobId, percent, remainingSeconds };
}

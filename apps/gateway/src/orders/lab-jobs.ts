// Jobs as the lab that makes them sees them: a plate that several orders share is one job, with what belongs together.

import type { z } from 'zod';
import type { labJobSchema } from '#contracts/http/lab-work';
import { addPieces } from '#core/batch/batch';
import type { OrderId, ReleaseId } from '#core/kernel/ids';
import type { JobView } from './order-fact.js';

type LabJob = z.infer<typeof labJobSchema>;

/** A job as one of its orders knows it. */
export interface JobOfOrder extends JobView {
  readonly orderId: OrderId;
  readonly releaseId: ReleaseId;
  readonly title: string;
  readonly license: string;
}

/** Each job once, in the order in which they came. */
export function labJobsOf(jobs: readonly JobOfOrder[]): LabJob[] {
  const byId = new Map<string, JobOfOrder[]>();
  for (const job of jobs) byId.set(job.id, [...(byId.get(job.id) ?? []), job]);
  return [...byId.values()].map(putTogether);
}

function putTogether(shares: readonly JobOfOrder[]): LabJob {
  const inTurn = shares.toSorted((a, b) => ((a.letter ?? '') < (b.letter ?? '') ? -1 : 1));
  const { letter, license: _, ...job } = inTurn[0]!;
  if (letter === undefined) return job;
  return {
    ...job,
    title: [...new Set(inTurn.map(({ title }) => title))].join(', '),
    units: addPieces(inTurn.map(({ units }) => units)),
    made: addPieces(inTurn.map(({ made }) => made)),
    portions: inTurn.map(({ letter: label = '', orderId, releaseId, title, license, units }) => ({
      letter: label,
      orderId,
      releaseId,
      title,
      license,
      units: [...units],
    })),
  };
}

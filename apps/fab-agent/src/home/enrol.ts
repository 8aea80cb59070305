// A one-time code against the lab's credentials.

import type { z } from 'zod';
import { problemSchema } from '#contracts/http/problem';
import { redeemEnrolment } from '#contracts/http/labs';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import { enrolledLab, type EnrolledCase } from './enrolled-lab.js';
import { readLabFile, setLabAside, writeHome, type LabFile } from './home-folder.js';

type Redeemed = {
  labId: LabFile['labId'];
  labName: string;
  natsUrl: string;
  credentials: string;
  machines: Machine[];
};
const answerSchema = redeemEnrolment.answer as z.ZodType<Redeemed>;

export interface Enrolment {
  readonly code: string;
  readonly networkUrl: string;
  readonly home: string;
  readonly driver: EnrolledCase['driver'];
  readonly machine: EnrolledCase['machine'];
  readonly pagePort: EnrolledCase['pagePort'];
  readonly accept: EnrolledCase['accept'];
  readonly natsUrl?: string | undefined;
  /** Take the home over from another lab. */
  readonly force: boolean;
}

/** Redeems the code and writes the home. The code is spent only when the home may be written. */
export async function enrol(enrolment: Enrolment): Promise<Result<LabFile>> {
  const { home, networkUrl, force } = enrolment;
  const before = await readLabFile(home);
  if (before !== undefined && !force)
    return refuse('home/taken', `${home} is the home of ${before.labName} (${before.labId}) already.`, {
      remedy: 'Choose another folder with --home, or give --force to enrol it anew.',
    });
  const answer = await redeem(networkUrl, enrolment.code);
  if (!answer.ok) return answer;
  const { credentials, machines, labId, labName, natsUrl } = answer.value;
  const told = { labId, labName, networkUrl, natsUrl: enrolment.natsUrl ?? natsUrl, machines };
  const { driver, machine, accept, pagePort } = enrolment;
  const lab = enrolledLab({ told, driver, machine, accept, pagePort, before });
  if (before !== undefined && before.labId !== labId) await setLabAside(home, before.labId);
  await writeHome(home, lab, credentials);
  return ok(lab);
}

async function redeem(networkUrl: string, code: string): Promise<Result<Redeemed>> {
  const url = new URL(redeemEnrolment.path, networkUrl);
  let response: Response;
  try {
    response = await fetch(url, {
      method: redeemEnrolment.method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    return refuse('network/unreachable', `${url.origin} does not answer: ${String(cause)}`, {
      remedy: 'Look at the address given with --network and at this machine’s connection.',
    });
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return ok(answerSchema.parse(body));
  const problem = problemSchema.safeParse(body);
  if (!problem.success)
    return refuse(
      'network/strange',
      `${url.origin} answered ${response.status}, which is not an answer of Fabcommons.`,
    );
  const { code: problemCode, detail, remedy } = problem.data;
  return refuse(problemCode, detail, remedy === undefined ? {} : { remedy });
}

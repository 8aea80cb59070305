// The answer to "how is it going?": from the status file while it is fresh, else from the journal.

import { readFile } from 'node:fs/promises';
import { hasEnded } from '#core/job/lab-journal';
import { toIso } from '#core/kernel/time';
import { ok, refuse, type Result } from '#core/kernel/result';
import { readJournal } from '../journal/journal.js';
import { placesIn, readLabFile } from './home-folder.js';
import { statusSchema, type Status } from './read-status.js';

const FRESH_MS = 15_000;

export async function showStatus(home: string, json: boolean): Promise<Result<string>> {
  const lab = await readLabFile(home);
  if (lab === undefined) return refuse('home/empty', `${home} is not enrolled.`);
  const places = placesIn(home);
  const [text, known] = await Promise.all([
    readFile(places.status, 'utf8').catch(() => undefined),
    readJournal(places.journal),
  ]);
  const last = text === undefined ? undefined : statusSchema.parse(JSON.parse(text));
  const running = last !== undefined && Date.now() - last.atMs < FRESH_MS && isAlive(last.pid);
  const ended = [...known.jobs.values()].filter(hasEnded);
  const counts = Object.fromEntries(
    (['finished', 'failed', 'stopped'] as const).map((end) => [end, ended.filter(({ stage }) => stage === end).length]),
  );
  const open = [...known.jobs.values()].filter((job) => !hasEnded(job)).map(({ jobId, stage }) => ({ jobId, stage }));
  if (json) return ok(JSON.stringify({ running, labId: lab.labId, last, jobs: { open, ...counts } }, null, 2));
  const heading = `${lab.labName} (${lab.labId}): ${running ? 'running' : 'not running'}`;
  const jobs = `${open.length} open, ${counts['finished']} finished, ${counts['failed']} failed, ${counts['stopped']} stopped`;
  return ok([heading, ...(running ? linesOf(last) : []), `jobs: ${jobs}`].join('\n'));
}

function linesOf({ networkReached, reportsWaiting, machines, openOffers, paused, page, lastErrors }: Status): string[] {
  return [
    ...(paused === undefined ? [] : [`PAUSED since ${toIso(paused.atMs)}${paused.because && `: ${paused.because}`}`]),
    `network: ${networkReached ? 'reached' : 'away'}, ${reportsWaiting} reports to send`,
    ...(page === undefined ? [] : [`page: ${page}`]),
    ...machines.flatMap(({ name, state, percent, waitsFor, jobs }) => [
      `machine ${name}: ${state}${percent === undefined ? '' : ` ${Math.round(percent)} %`}${waitsFor === undefined ? '' : ` (${waitsFor})`}`,
      ...jobs.map(
        (job) => `  ${job.jobId} ${job.stage}${job.waitsFor ? `, waits for ${job.waitsFor}` : ''}: ${job.title}`,
      ),
    ]),
    ...openOffers.map(
      ({ offerId, title, price }) =>
        `offer ${offerId}: ${title}${price === undefined ? '' : ` for ${price}`} (accept, counter or decline it)`,
    ),
    ...lastErrors
      .slice(0, 5)
      .map(({ atMs, says, times }) => `error ${toIso(atMs)}${times > 1 ? ` (${times} times)` : ''}: ${says}`),
  ];
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

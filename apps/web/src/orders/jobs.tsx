// The jobs of an order, each with how far it is.

import { Link } from 'react-router';
import type { OrderView } from '#contracts/http/orders';
import { Badge, type Tone } from '../parts/badge.js';
import { countOf, listOf } from '../parts/format.js';
import { Progress } from '../parts/progress.js';
import { ReportMake } from './report-make.js';

type Job = OrderView['jobs'][number];

const JOB_STATES: Readonly<Record<Job['state'], readonly [word: string, tone: Tone]>> = {
  accepted: ['accepted', 'busy'],
  printing: ['being made', 'busy'],
  unseen: ['out of sight', 'warn'],
  done: ['done', 'good'],
  failed: ['failed', 'bad'],
  cancelled: ['cancelled', 'plain'],
};

/** The state of a job in a word. */
export function JobBadge({ state }: { readonly state: Job['state'] }) {
  return <Badge tone={JOB_STATES[state][1]}>{JOB_STATES[state][0]}</Badge>;
}

export const showUnits = (units: Job['units']): string =>
  listOf(units.map(({ count, partName }) => `${count} × ${partName}`));

/** Nothing before the first lab has accepted. */
export function Jobs({ jobs }: { readonly jobs: readonly Job[] }) {
  if (jobs.length === 0) return null;
  return (
    <section aria-labelledby="jobs-heading">
      <h2 id="jobs-heading">{countOf(jobs.length, 'job')}</h2>
      <ul className="jobs">
        {jobs.map((job) => (
          <li key={job.id} className="facts">
            <p>
              <Link to={`/labs/${job.labId}`}>{job.labName}</Link>, {job.machine} <JobBadge state={job.state} />
              {job.attempts > 1 ? <span className="fine"> attempt {job.attempts}</span> : null}
            </p>
            <p className="fine">
              {showUnits(job.units)}
              {job.letter === undefined ? '' : `; on a plate with others, the labels begin with ${job.letter}`}
            </p>
            <Progress label={`Progress at ${job.labName}`} percent={Math.round(job.percent)} />
            {job.state === 'done' || job.state === 'failed' ? (
              <ReportMake
                jobId={job.id}
                what={showUnits(job.units)}
                begin={job.state === 'failed' ? 'failed' : 'good'}
              />
            ) : null}
            {job.state === 'unseen' ? (
              <p className="fine">The lab is out of sight; the machine goes on by itself and its report comes later.</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

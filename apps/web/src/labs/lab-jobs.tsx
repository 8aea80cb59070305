// The jobs of a lab, for those who make them: of a plate that several orders share, what belongs in which bag.

import type { z } from 'zod';
import type { labJobSchema } from '#contracts/http/lab-work';
import { JobBadge, showUnits } from '../orders/jobs.js';
import { ReportMake } from '../orders/report-make.js';
import { countOf } from '../parts/format.js';
import { Progress } from '../parts/progress.js';

type LabJob = z.infer<typeof labJobSchema>;

export function LabJobs({ jobs }: { readonly jobs: readonly LabJob[] }) {
  return (
    <div>
      <h3>{countOf(jobs.length, 'job')}</h3>
      <ul className="jobs">
        {jobs.map((job) => (
          <li key={job.id} className="facts">
            <p>
              <b>{job.title}</b>, {job.machine} <JobBadge state={job.state} />
            </p>
            <p className="fine">{showUnits(job.units)}</p>
            <Bags portions={job.portions ?? []} />
            <Progress label={`Progress of ${job.title}`} percent={Math.round(job.percent)} />
            {job.state === 'done' || job.state === 'failed' ? (
              <ReportMake jobId={job.id} what={job.title} begin={job.state === 'failed' ? 'failed' : 'good'} />
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The labels of the pieces begin with the letter of their bag. */
function Bags({ portions }: { readonly portions: NonNullable<LabJob['portions']> }) {
  if (portions.length === 0) return null;
  return (
    <table>
      <caption>Sort the pieces of this plate by their letter</caption>
      <thead>
        <tr>
          <th scope="col">Letter</th>
          <th scope="col">What</th>
          <th scope="col">Pieces</th>
          <th scope="col">Licence</th>
        </tr>
      </thead>
      <tbody>
        {portions.map(({ letter, orderId, title, units, license }) => (
          <tr key={orderId}>
            <th scope="row">{letter}</th>
            <td>{title}</td>
            <td>{showUnits(units)}</td>
            <td>{license}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

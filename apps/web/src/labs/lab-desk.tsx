// The desk of those who run a lab: connect its agent, see its jobs, hand parts over.

import { type UseQueryResult, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import type { z } from 'zod';
import { type LabView, openEnrolment, revokeAgents } from '#contracts/http/labs';
import { labWork } from '#contracts/http/lab-work';
import { call } from '../api/client.js';
import { AskTwice } from '../parts/ask-twice.js';
import { countOf, showClock } from '../parts/format.js';
import { Answer, ProblemNotice } from '../shell/notices.js';
import { LabJobs } from './lab-jobs.js';
import { MakerDesk } from './maker-desk.js';
import { QuietDesk } from './quiet-desk.js';
import { ShipmentDesk } from './shipment-desk.js';

type Work = z.infer<Exclude<typeof labWork.answer, string>>;
const READ_EVERY_MS = 5_000;

/** Jobs and shipments of a lab; forbidden to those who do not run it. */
export const useLabWork = (labId: string, enabled: boolean): UseQueryResult<Work> =>
  useQuery({
    queryKey: ['mine', 'work', labId],
    queryFn: ({ signal }) => call(labWork, { params: { labId }, signal }),
    enabled,
    retry: false,
    refetchInterval: ({ state }) => (state.error ? false : READ_EVERY_MS),
  });

/** Shown above the public part of the lab's page. */
export function LabDesk({ lab, work }: { readonly lab: LabView; readonly work: UseQueryResult<Work> }) {
  const labId = lab.profile.id;
  return (
    <section className="desk" aria-labelledby="desk-heading">
      <h2 id="desk-heading">Your desk</h2>
      <QuietDesk lab={lab} />
      <AgentDesk labId={labId} />
      <MakerDesk lab={lab} />
      <Answer query={work} what="the lab’s work" heightRem={8}>
        {({ jobs, shipments }) => (
          <div className="columns">
            <LabJobs jobs={jobs} />
            <div>
              <h3>{countOf(shipments.length, 'shipment')}</h3>
              {shipments.map((shipment) => (
                <ShipmentDesk key={shipment.id} shipment={shipment} labId={labId} />
              ))}
            </div>
          </div>
        )}
      </Answer>
    </section>
  );
}

function AgentDesk({ labId }: { readonly labId: string }) {
  const open = useMutation({ mutationFn: () => call(openEnrolment, { params: { labId } }) });
  const revoke = useMutation({
    mutationFn: () => call(revokeAgents, { params: { labId } }),
  });
  return (
    <div className="agent-desk">
      <div className="button-row">
        <Button className="button" isPending={open.isPending} onPress={() => open.mutate()}>
          Connect an agent
        </Button>
        <AskTwice
          ask="Shut out all agents …"
          confirm="Yes, shut out all agents now"
          keep="Leave them in"
          isPending={revoke.isPending}
          onConfirm={() => revoke.mutate()}
        />
      </div>
      <div aria-live="polite">
        {open.data ? (
          <p className="notice">
            Type this code at the lab’s agent before {showClock(open.data.expiresAt)}; it works once:{' '}
            <strong className="pickup-code">{open.data.code}</strong>
          </p>
        ) : null}
        {revoke.isSuccess ? (
          <p className="notice">All agents of the lab are shut out. A new code lets one in again.</p>
        ) : null}
      </div>
      {open.isError ? <ProblemNotice error={open.error} /> : null}
      {revoke.isError ? <ProblemNotice error={revoke.error} /> : null}
    </div>
  );
}

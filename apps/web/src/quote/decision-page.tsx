// A routing decision as it was recorded: candidates, refusals, and what each requirement took out.

import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { readDecision } from '#contracts/http/quotes';
import type { QuoteAnswer } from '#core/quote/quote';
import { call } from '../api/client.js';
import { showDateTime, showGrams, showKm, showMoney, showReady } from '../parts/format.js';
import { Answer } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { LabLinks } from './made-together.js';
import { ORDER_WORDS } from './objective-words.js';
import { NearestMisses, PassedOverTable, TallyTable } from './passed-over.js';
import { ToAskList } from './to-ask.js';
import { WeighedTable } from './weighed-table.js';
import { TableRoom } from '../parts/table-room.js';

const KINDS = {
  quote: 'for a quote',
  order: 'for an order',
  again: 'again, for what was still missing of an order',
} as const;

/** `/decisions/:decisionId` */
export function DecisionPage() {
  const { decisionId = '' } = useParams();
  const decision = useQuery({
    queryKey: ['decision', decisionId],
    queryFn: ({ signal }) => call(readDecision, { params: { decisionId }, signal }),
  });
  return (
    <Page title="How it was decided">
      <Answer query={decision} what="the decision" heightRem={30}>
        {({ kind, atMs, policyVersion, inputsSha256, answer }) => (
          <>
            <p className="lead">
              Decided {KINDS[kind]} on {showDateTime(atMs)}, by version {policyVersion} of the routing policy;{' '}
              {answer.labsConsidered} labs were considered. The same inputs give the same decision.
            </p>
            <p className="fine">
              Inputs (SHA-256): <code>{inputsSha256}</code>. Members can decide it again from them:{' '}
              <code>fabcommons decision replay {decisionId}</code>
            </p>
            <h2>Candidates</h2>
            {answer.options.length === 0 ? (
              <p>None.</p>
            ) : (
              <>
                {answer.objective ? <p>In this order: {ORDER_WORDS[answer.objective]}.</p> : null}
                <CandidateTable options={answer.options} />
                {answer.options.map((option) => (
                  <section key={option.id} aria-label={option.labName}>
                    <WeighedTable option={option} objective={answer.objective ?? 'closest'} name={option.labName} />
                  </section>
                ))}
              </>
            )}
            <NearestMisses misses={answer.nearestMisses} />
            <ToAskList toAsk={answer.toAsk} />
            {answer.tally.length > 0 ? <TallyTable tally={answer.tally} /> : null}
            <PassedOverTable passedOver={answer.passedOver} />
          </>
        )}
      </Answer>
    </Page>
  );
}

function CandidateTable({ options }: { readonly options: QuoteAnswer['options'] }) {
  return (
    <TableRoom label="Candidates">
      <table>
        <thead>
          <tr>
            {['Lab', 'Machine', 'Distance', 'Ready', 'Price', 'CO₂e'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {options.map((option) => (
            <tr key={option.id}>
              <th scope="row">
                <LabLinks option={option} />
              </th>
              <td>{option.machineName}</td>
              <td className="num">{showKm(option.distanceKm)}</td>
              <td>{showReady(option.readyAtMs)}</td>
              <td className="num">{showMoney(option.priceMinor, option.currency)}</td>
              <td className="num">{showGrams(option.co2eGrams)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableRoom>
  );
}

// Why labs were passed over: one by one, and as a sum when nobody can make it.

import type { QuoteAnswer } from '#core/quote/quote';
import { Link } from 'react-router';
import { countOf, showKm, showNumber } from '../parts/format.js';
import { EmptyNotice } from '../shell/notices.js';
import { TableRoom } from '../parts/table-room.js';

type PassedOver = QuoteAnswer['passedOver'];

/** A short list under an option. */
export function PassedOverList({ passedOver }: { readonly passedOver: PassedOver }) {
  return (
    <ul className="plain-list">
      {passedOver.map(({ labId, labName, distanceKm, reason }) => (
        <li key={labId}>
          <b>{labName}</b> ({showKm(distanceKm)}): {reason}
        </li>
      ))}
    </ul>
  );
}

/** All of them, nearest first. */
export function PassedOverTable({ passedOver }: { readonly passedOver: PassedOver }) {
  if (passedOver.length === 0) return null;
  return (
    <details className="passed-over">
      <summary>{countOf(passedOver.length, 'lab')} passed over, and why</summary>
      <TableRoom label="Labs passed over">
        <table>
          <thead>
            <tr>
              <th scope="col">Lab</th>
              <th scope="col">Distance</th>
              <th scope="col">Reason</th>
            </tr>
          </thead>
          <tbody>
            {passedOver
              .toSorted((a, b) => a.distanceKm - b.distanceKm)
              .map(({ labId, labName, distanceKm, reason }) => (
                <tr key={labId}>
                  <th scope="row">
                    <Link to={`/labs/${labId}`}>{labName}</Link>
                  </th>
                  <td className="num">{showKm(distanceKm)}</td>
                  <td>{reason}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableRoom>
    </details>
  );
}

/** Which requirement took out how many labs. */
export function TallyTable({ tally }: { readonly tally: QuoteAnswer['tally'] }) {
  return (
    <table className="tally">
      <caption>What each requirement took out</caption>
      <thead>
        <tr>
          <th scope="col">The lab …</th>
          <th scope="col">Labs that do not</th>
        </tr>
      </thead>
      <tbody>
        {tally.map(({ code, requirement, labsRemoved }) => (
          <tr key={`${code} ${requirement}`}>
            <th scope="row">{requirement}</th>
            <td className="num">{showNumber(labsRemoved)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is missing least, so that one knows what to change. */
export function NearestMisses({ misses = [] }: { readonly misses?: QuoteAnswer['nearestMisses'] }) {
  if (misses.length === 0) return null;
  return (
    <>
      <p>{misses.length === 1 ? 'What is missing:' : 'What is missing, least of all first:'}</p>
      <ul className="plain-list">
        {misses.map(({ code, sentence }) => (
          <li key={code}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}

/** "Nobody can make this" is an answer, with reasons and a way on. */
export function NobodyCan({ quote }: { readonly quote: QuoteAnswer }) {
  return (
    <EmptyNotice title="Nobody can make this as you asked for it.">
      <p>
        {countOf(quote.labsConsidered, 'lab')} {quote.labsConsidered === 1 ? 'was' : 'were'} considered. Another
        material, no particular colour, or shipping instead of collecting may change the answer.
      </p>
      <NearestMisses misses={quote.nearestMisses} />
      {quote.tally.length > 0 ? <TallyTable tally={quote.tally} /> : null}
      <p>
        It is counted, without your name and place, among{' '}
        <Link to="/unmet-demand">what the network cannot make yet</Link>.
      </p>
    </EmptyNotice>
  );
}

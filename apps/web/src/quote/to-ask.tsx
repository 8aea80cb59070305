// Labs that may be able to: they say too little about themselves, and have to be asked.

import { Link } from 'react-router';
import type { ToAsk } from '#core/quote/quote';
import { countOf, showKm } from '../parts/format.js';

const SHOWN = 12;

/** Nothing where no lab has to be asked. */
export function ToAskList({ toAsk = [] }: { readonly toAsk?: readonly ToAsk[] | undefined }) {
  if (toAsk.length === 0) return null;
  return (
    <details className="to-ask">
      <summary>{countOf(toAsk.length, 'lab')} may be able to, and must be asked</summary>
      <ul className="plain-list">
        {toAsk.slice(0, SHOWN).map(({ labId, labName, distanceKm, questions }) => (
          <li key={labId}>
            <Link to={`/labs/${labId}`}>{labName}</Link> ({showKm(distanceKm)}) may be able to: ask them{' '}
            {questions.map(({ question }) => `“${question}”`).join(' ')}
          </li>
        ))}
      </ul>
      {toAsk.length > SHOWN ? <p className="fine">The nearest {SHOWN} are shown.</p> : null}
    </details>
  );
}

// Who makes an option: one lab, or several machines together, each with its share.

import { Fragment } from 'react';
import { Link } from 'react-router';
import type { QuoteOption } from '#core/quote/quote';
import { countOf, showKm, showReady } from '../parts/format.js';

/** The labs of an option, each with a way to its page. */
export function LabLinks({ option }: { readonly option: QuoteOption }) {
  const labs = new Map((option.shares ?? [option]).map(({ labId, labName }) => [labId, labName]));
  return [...labs].map(([labId, labName], at) => (
    <Fragment key={labId}>
      {at === 0 ? '' : at === labs.size - 1 ? ' and ' : ', '}
      <Link to={`/labs/${labId}`}>{labName}</Link>
    </Fragment>
  ));
}

/** What each machine makes; nothing where one makes all of it. */
export function MadeTogether({ option }: { readonly option: QuoteOption }) {
  if (!option.shares) return null;
  return (
    <>
      <p className="fine">Made on {countOf(option.shares.length, 'machine')} at once:</p>
      <ul className="fine shares">
        {option.shares.map((share) => (
          <li key={share.machineId}>
            {countOf(
              share.counts.reduce((sum, { count }) => sum + count, 0),
              'piece',
            )}{' '}
            of {share.material} on {share.machineName}, {share.labName} ({showKm(share.distanceKm)}), ready{' '}
            {showReady(share.readyAtMs)}
          </li>
        ))}
      </ul>
    </>
  );
}

// What the licence permits, what travels with each object, and where the design comes from.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { addressOf } from '#contracts/http/call-route';
import { printAttribution, readAttribution } from '#contracts/http/release-papers';
import type { Obligation } from '#core/licensing/license-answer';
import { call } from '../api/client.js';
import { listOf } from '../parts/format.js';
import { Answer } from '../shell/notices.js';
import { LicenceTerms } from './design-facts.js';
import type { SectionProps } from './section-props.js';

const DUTY_WORDS: Readonly<Record<string, string>> = {
  attribution: 'The designers are named, and their notices stay.',
  'licence-text': 'The licence, or its address, goes along.',
  'source-link': 'Whoever receives the object can get the complete source.',
  'notice-of-changes': 'If it was changed, that is said.',
} satisfies Record<Obligation, string>;

/** Section `licence`. */
export function LicenceSection({ design, release }: SectionProps) {
  const releaseId = release.id;
  const attribution = useQuery({
    queryKey: ['attribution', releaseId],
    queryFn: ({ signal }) => call(readAttribution, { params: { releaseId }, signal }),
    staleTime: Infinity,
  });
  return (
    <>
      <LicenceTerms release={release} />
      <Answer query={attribution} what="what travels with it" heightRem={24}>
        {({ lines, sourceUrl, duties, note }) => (
          <>
            <section aria-labelledby="duties-heading">
              <h2 id="duties-heading">What travels with every object</h2>
              {duties.length === 0 ? <p>Nothing has to.</p> : null}
              <ul className="rows">
                {duties.map(({ duty, clause }) => (
                  <li key={duty}>
                    <span>{DUTY_WORDS[duty] ?? duty}</span> <span className="fine">{clause}</span>
                  </li>
                ))}
              </ul>
            </section>
            <section aria-labelledby="card-heading">
              <h2 id="card-heading">Attribution card</h2>
              <p className="facts attribution">{lines.join('\n')}</p>
              <p className="fine">
                The QR code on the card says <a href={sourceUrl}>{sourceUrl}</a>
              </p>
              <p className="button-row">
                <a className="button" href={addressOf(printAttribution, { params: { releaseId } })}>
                  One card as PDF
                </a>
                <a
                  className="button"
                  href={addressOf(printAttribution, { params: { releaseId }, query: { copies: 10 } })}
                >
                  Ten cards as PDF
                </a>
              </p>
              <p className="fine">{note}</p>
            </section>
          </>
        )}
      </Answer>
      <Lineage design={design} release={release} />
    </>
  );
}

function Lineage({ design: { forks }, release: { lineage, credits } }: SectionProps) {
  return (
    <section aria-labelledby="lineage-heading">
      <h2 id="lineage-heading">Where it comes from, and what came of it</h2>
      {credits.length > 0 ? <p>With contributions of {listOf(credits)}.</p> : null}
      {lineage.length === 0 ? <p>It is no fork of a design here.</p> : null}
      <ol>
        {lineage.map(({ releaseId, slug, title, version, license, designer }) => (
          <li key={releaseId}>
            Forked from{' '}
            <Link to={`/designs/${slug}?release=${releaseId}`}>
              {title} {version}
            </Link>{' '}
            by {designer}, {license}
          </li>
        ))}
      </ol>
      {forks.length > 0 ? <h3>Forks</h3> : null}
      <ul className="rows">
        {forks.map(({ slug, title, designer }) => (
          <li key={slug}>
            <Link to={`/designs/${slug}`}>{title}</Link> <span>by {designer}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

// The history of a design: its releases, what changed between two of them, who looks after it.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '#contracts/http/call-route';
import { atomFeed, jsonFeed } from '#contracts/http/designs';
import { diffReleases } from '#contracts/http/release-papers';
import type { ReleaseId } from '#core/kernel/ids';
import { call } from '../api/client.js';
import { ManyChoices } from '../parts/many-choices.js';
import { showDate } from '../parts/format.js';
import { ReleaseBadge } from '../parts/release-badge.js';
import { Written } from '../parts/written.js';
import { Answer } from '../shell/notices.js';
import type { SectionProps } from './section-props.js';
import { DiffView } from './diff-view.js';
import { Maintainers } from './maintainers.js';

/** Section `releases`. */
export function ReleasesSection({ design, release }: SectionProps) {
  const { slug, releases } = design;
  return (
    <>
      <section aria-labelledby="releases-heading">
        <h2 id="releases-heading">Releases</h2>
        <ul className="rows">
          {releases.map(({ id, version, status, publishedAt }) => (
            <li key={id}>
              <Link to={`/designs/${slug}?release=${id}`}>{version}</Link>
              <span>{showDate(publishedAt)}</span>
              <ReleaseBadge status={status} />
              {id === release.id ? <span className="fine">shown here</span> : null}
            </li>
          ))}
        </ul>
        <p className="fine">
          New releases of this design as a feed: <a href={addressOf(atomFeed, { query: { design: slug } })}>Atom</a>,{' '}
          <a href={addressOf(jsonFeed, { query: { design: slug } })}>JSON</a>
        </p>
      </section>
      {release.changes === undefined ? null : (
        <section aria-labelledby="changes-heading">
          <h2 id="changes-heading">What {release.version} changed</h2>
          <Written>{release.changes}</Written>
        </section>
      )}
      {releases.length > 1 ? <Differences design={design} release={release} /> : null}
      <Maintainers design={design} />
      {release.understood.length > 0 ? (
        <details>
          <summary>What was understood of the manifest</summary>
          <ul>
            {release.understood.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

function Differences({ design: { releases }, release }: SectionProps) {
  const index = releases.findIndex(({ id }) => id === release.id);
  const [fromId, setFromId] = useState<ReleaseId>((releases[index + 1] ?? releases.at(-1)!).id);
  const [toId, setToId] = useState<ReleaseId>(release.id);
  const diff = useQuery({
    queryKey: ['diff', fromId, toId],
    queryFn: ({ signal }) => call(diffReleases, { params: { releaseId: fromId, otherId: toId }, signal }),
    staleTime: Infinity,
  });
  const choices = releases.map(({ id, version }) => ({ id, label: version }));
  return (
    <section aria-labelledby="diff-heading">
      <h2 id="diff-heading">Differences</h2>
      <div className="inline-form">
        <ManyChoices label="From" choices={choices} value={fromId} onChange={setFromId} />
        <ManyChoices label="To" choices={choices} value={toId} onChange={setToId} />
      </div>
      <div aria-live="polite" className="diff">
        <Answer query={diff} what="the differences" heightRem={12}>
          {(found) => <DiffView diff={found} />}
        </Answer>
      </div>
    </section>
  );
}

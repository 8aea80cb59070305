// A design: see it, read its terms, have it made.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { type ReleaseView } from '#contracts/http/releases';
import { getFile } from '#contracts/http/files';
import { readDesign } from '#contracts/http/designs';
import { addressOf } from '#contracts/http/call-route';
import { call } from '../api/client.js';
import { MeshViewer } from '../mesh/mesh-viewer.js';
import { Badge, type Tone } from '../parts/badge.js';
import { countOf, showDate } from '../parts/format.js';
import { QuoteSection } from '../quote/quote-section.js';
import { Answer } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { FileList, LicenceTerms, ReleaseList } from './design-facts.js';
import { PartTable } from './part-table.js';

const STATUS_TONES: Readonly<Record<ReleaseView['status'], Tone>> = {
  unreviewed: 'plain',
  validated: 'good',
  flagged: 'warn',
  withdrawn: 'bad',
};

/** `/designs/:slug` */
export function DesignPage() {
  const { slug = '' } = useParams();
  const design = useQuery({
    queryKey: ['design', slug],
    queryFn: ({ signal }) => call(readDesign, { params: { slug }, signal }),
  });
  const release = design.data?.release;
  return (
    <Page
      title={release?.title ?? 'Design'}
      lead={
        release && (
          <>
            by {release.designer.name} · version {release.version} · {showDate(release.publishedAt)}{' '}
            <Badge tone={STATUS_TONES[release.status]}>{release.status}</Badge>
          </>
        )
      }
    >
      <Answer query={design} what="the design" heightRem={60}>
        {(found) => (
          <>
            <DesignView release={found.release} />
            <div className="columns">
              <ReleaseList releases={found.releases} current={found.release.id} />
              <FileList files={found.release.files} />
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

function DesignView({ release }: { readonly release: ReleaseView }) {
  const [shownId, setShownId] = useState(release.parts[0]?.id);
  const shown = release.parts.find(({ id }) => id === shownId) ?? release.parts[0];
  return (
    <>
      <div className="design-top">
        {shown ? (
          <MeshViewer
            key={shown.fileSha256}
            source={addressOf(getFile, { params: { sha256: shown.fileSha256 } })}
            fileName={shown.fileName}
            name={shown.name}
          />
        ) : null}
        <div className="design-side">
          <p className="summary">{release.summary}</p>
          <LicenceTerms release={release} />
          <a className="button button-primary" href="#have-it-made">
            Have it made near you
          </a>
        </div>
      </div>
      <section aria-labelledby="parts-heading">
        <h2 id="parts-heading">{countOf(release.parts.length, 'part')}</h2>
        <PartTable parts={release.parts} shownId={shown?.id} onShow={setShownId} />
      </section>
      <QuoteSection release={release} />
    </>
  );
}

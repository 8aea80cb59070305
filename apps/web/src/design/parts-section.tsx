// The parts of a release: seen, measured, and made near you.

import { useState } from 'react';
import { addressOf } from '#contracts/http/call-route';
import { getFile } from '#contracts/http/files';
import type { PartView, ReleaseView } from '#contracts/http/releases';
import { MeshViewer } from '../mesh/mesh-viewer.js';
import { countOf } from '../parts/format.js';
import { Thumbnail } from '../parts/thumbnail.js';
import { QuoteSection } from '../quote/quote-section.js';
import { FileList, LicenceTerms } from './design-facts.js';
import { PartDetails, type PlaceMm } from './part-details.js';
import { PartTable } from './part-table.js';

/** To be given a `key` of its release. */
export function PartsSection({ release }: { readonly release: ReleaseView }) {
  const [shownId, setShownId] = useState(release.parts[0]?.id);
  const [place, setPlace] = useState<PlaceMm>();
  const shown = release.parts.find(({ id }) => id === shownId) ?? release.parts[0];
  return (
    <>
      <div className="design-top">
        {shown ? (
          <div>
            <PartPicture part={shown} place={place} />
            <PartDetails part={shown} place={place} onShow={setPlace} />
          </div>
        ) : (
          <p>This release has no parts of its own.</p>
        )}
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
        <PartTable
          parts={release.parts}
          shownId={shown?.id}
          onShow={(id) => {
            setShownId(id);
            setPlace(undefined);
          }}
        />
      </section>
      <QuoteSection release={release} />
      <FileList files={release.files} />
    </>
  );
}

/** A body that can be turned; a drawing is flat. */
function PartPicture({ part, place }: { readonly part: PartView; readonly place: PlaceMm | undefined }) {
  if (/\.(stl|3mf|obj)$/i.test(part.fileName)) {
    return (
      <MeshViewer
        key={part.id}
        source={addressOf(getFile, { params: { sha256: part.fileSha256 } })}
        fileName={part.fileName}
        name={part.name}
        body={part.body}
        place={place}
      />
    );
  }
  return (
    <div className="viewer viewer-flat">
      <Thumbnail sha256={part.fileSha256} name={part.name} />
    </div>
  );
}

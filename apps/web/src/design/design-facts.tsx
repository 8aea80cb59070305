// What may be done with a release, and its files.

import { type ReleaseView } from '#contracts/http/releases';
import { getFile } from '#contracts/http/files';
import { addressOf } from '#contracts/http/call-route';
import { Badge } from '../parts/badge.js';
import { showBytes } from '../parts/format.js';

const WHO_MAY: Readonly<Record<string, string>> = {
  anyone: 'Any lab may make and sell it.',
  'worker-owned': 'Only worker-owned labs may make it for money.',
  nobody: 'Nobody may make it for money.',
  unknown: 'Nobody has judged this licence yet, so no permission is assumed.',
};

/** The licence in plain words. */
export function LicenceTerms({ release: { license, licenseTerms } }: { readonly release: ReleaseView }) {
  return (
    <section className="facts" aria-labelledby="licence-heading">
      <h2 id="licence-heading">Licence</h2>
      <p>
        <b>{license}</b>{' '}
        <Badge tone={licenseTerms.commercial === 'anyone' ? 'good' : 'warn'}>{licenseTerms.class}</Badge>
      </p>
      <p>{WHO_MAY[licenseTerms.commercial] ?? licenseTerms.commercial}</p>
      <p className="fine">{licenseTerms.reason}</p>
    </section>
  );
}

/** Every file of the release, to download. */
export function FileList({ files }: { readonly files: ReleaseView['files'] }) {
  return (
    <section aria-labelledby="files-heading">
      <h2 id="files-heading">Files</h2>
      <ul className="rows">
        {files.map(({ path, sha256, bytes, derivedFrom }) => (
          <li key={path}>
            <a href={addressOf(getFile, { params: { sha256 } })} download={path.split('/').at(-1)}>
              {path}
            </a>{' '}
            <span className="num">{showBytes(bytes)}</span>
            {derivedFrom === undefined ? null : (
              <span className="fine">
                repaired from <code>{derivedFrom.slice(0, 12)}…</code>
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

// What was published, as the network understood it.

import { Link } from 'react-router';
import type { ReleaseView } from '#contracts/http/releases';
import { LicenceTerms } from '../design/design-facts.js';
import { countOf } from '../parts/format.js';

interface PublishedProps {
  readonly release: ReleaseView;
}

/** The result, with the way to the design. */
export function PublishedRelease({ release }: PublishedProps) {
  const { id, title, version, slug, parts, understood, hash } = release;
  return (
    <>
      <output className="notice notice-good">
        <strong>
          {title} {version} is published.
        </strong>
        <p>
          {countOf(parts.length, 'part')}; its address by content is <code className="secret">{hash}</code>
        </p>
        <p className="button-row">
          <Link className="button button-primary" to={`/designs/${slug}?release=${id}`}>
            See the design
          </Link>
          <Link className="button" to="/publish">
            Publish another
          </Link>
        </p>
      </output>
      {understood.length > 0 ? (
        <section aria-labelledby="understood-heading">
          <h2 id="understood-heading">What was understood</h2>
          <ul>
            {understood.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <LicenceTerms release={release} />
    </>
  );
}

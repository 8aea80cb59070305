// The way between the sections of a design.

import { Link, useSearchParams } from 'react-router';
import { SECTIONS, sectionIn } from './sections.js';

/** Links, for each section has an address; the release shown stays. */
export function SectionNav() {
  const [search] = useSearchParams();
  const shown = sectionIn(search);
  const release = search.get('release');
  return (
    <nav className="section-nav" aria-label="Of this design">
      {SECTIONS.map(([name, words]) => (
        <Link
          key={name}
          to={{ search: addressOf(name, release) }}
          preventScrollReset
          aria-current={name === shown ? 'page' : undefined}
        >
          {words}
        </Link>
      ))}
    </nav>
  );
}

function addressOf(name: string, release: string | null): string {
  const next = new URLSearchParams();
  if (release !== null) next.set('release', release);
  if (name !== 'parts') next.set('show', name);
  return next.size === 0 ? '' : `?${next.toString()}`;
}

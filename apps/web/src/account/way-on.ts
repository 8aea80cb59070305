// Where to go after signing in: only to a page of this site.

import { useSearchParams } from 'react-router';

/** The path in `next`, or the catalogue. */
export function useWayOn(): string {
  const next = useSearchParams()[0].get('next') ?? '/';
  // `//host` and `/\host` are addresses of other sites.
  return /^\/(?![/\\])/.test(next) ? next : '/';
}

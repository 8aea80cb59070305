// The state of a release after the fact: nobody looked, validated, flagged, withdrawn.

import { Badge, type Tone } from './badge.js';

const TONES: Readonly<Record<string, Tone>> = {
  unreviewed: 'plain',
  validated: 'good',
  flagged: 'warn',
  withdrawn: 'bad',
};

/** The state in a word. */
export function ReleaseBadge({ status }: { readonly status: string }) {
  return <Badge tone={TONES[status] ?? 'plain'}>{status}</Badge>;
}

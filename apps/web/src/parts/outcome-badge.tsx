// How a make turned out, in a word.

import { Badge, type Tone } from './badge.js';

export type Outcome = 'good' | 'usable' | 'failed';
const TONES: Readonly<Record<Outcome, Tone>> = { good: 'good', usable: 'warn', failed: 'bad' };

/** `good`, `usable` or `failed`. */
export function OutcomeBadge({ outcome }: { readonly outcome: Outcome }) {
  return <Badge tone={TONES[outcome]}>{outcome}</Badge>;
}

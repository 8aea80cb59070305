// What has become of a suggested change, in a word.

import type { ChangeView } from '#contracts/http/drafts';
import { Badge, type Tone } from '../parts/badge.js';

const STATES: Readonly<Record<ChangeView['state'], readonly [words: string, tone: Tone]>> = {
  open: ['open', 'busy'],
  accepted: ['accepted', 'good'],
  refused: ['refused', 'bad'],
  'taken-back': ['taken back', 'plain'],
};

/** The state of a suggested change in a word. */
export function ChangeBadge({ state }: { readonly state: ChangeView['state'] }) {
  return <Badge tone={STATES[state][1]}>{STATES[state][0]}</Badge>;
}

// How bad a problem of a part is, in a word.

import { Badge, type Tone } from './badge.js';

type Severity = 'info' | 'warning' | 'blocking';
const TONES: Readonly<Record<Severity, Tone>> = { info: 'plain', warning: 'warn', blocking: 'bad' };

/** `info`, `warning` or `blocking`. */
export function ProblemBadge({ severity }: { readonly severity: Severity }) {
  return <Badge tone={TONES[severity]}>{severity}</Badge>;
}

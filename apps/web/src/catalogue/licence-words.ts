// Classes of licences in words, and who may make and sell what stands under them.

import { showNumber } from '../parts/format.js';

/** By who may make it for money. */
export const WHO_WORDS: Readonly<Record<string, string>> = {
  anyone: 'Anyone may make and sell it',
  'worker-owned': 'Worker-owned labs only',
  nobody: 'Nobody for money',
};

const WHO_OF_CLASS: Readonly<Record<string, string>> = {
  'public-domain': 'anyone',
  permissive: 'anyone',
  'weakly-reciprocal': 'anyone',
  reciprocal: 'anyone',
  'no-derivatives': 'anyone',
  copyfarleft: 'worker-owned',
  'non-commercial': 'nobody',
};

/** `public-domain` → `public domain`. */
export const showClass = (name: string): string => name.replaceAll('-', ' ');

interface Counted {
  readonly value: string;
  readonly count: number;
}

/** Who may make it first, then the classes of licences, each with its count. */
export function licenceChoices(found: readonly Counted[], chosen: string): { id: string; label: string }[] {
  const countOf = (who: string): number =>
    found.reduce((sum, { value, count }) => (WHO_OF_CLASS[value] === who ? sum + count : sum), 0);
  const who = Object.entries(WHO_WORDS).map(([id, words]) => ({ id, label: `${words} (${showNumber(countOf(id))})` }));
  const classes = found.map(({ value, count }) => ({
    id: value,
    label: `Licence: ${showClass(value)} (${showNumber(count)})`,
  }));
  const missing = chosen !== '' && ![...who, ...classes].some(({ id }) => id === chosen);
  return [
    { id: '', label: 'Any' },
    ...who,
    ...classes,
    ...(missing ? [{ id: chosen, label: `Licence: ${showClass(chosen)} (0)` }] : []),
  ];
}

// The labs that a decision looked at, as JSON to be kept. A few are kept as they are; of many whole pages of the picture
// are, so that all decisions of one moment share them.

import type { LiveLab } from '#core/lab/lab';
import type { LabIndex } from '#core/routing/lab-index';
import type { LatLon } from '#core/kernel/geo';
import { type Input, inputOf } from './decisions.repository.js';

/** Labs of one page; as many are kept by themselves at most. */
const PAGE = 256;

/** The picture that a decision looked at. */
export interface Seen {
  /** In the order of their ids. */
  readonly labs: readonly LiveLab[];
  readonly index: LabIndex | undefined;
}

export interface KeptLabs {
  readonly labs: readonly LiveLab[];
  readonly pages: readonly Input[];
}

// Labs and pages live as long as the picture that they are of.
const jsonOfLab = new WeakMap<LiveLab, string>();
const pagesOf = new WeakMap<readonly LiveLab[], Map<number, Input>>();

/** The `judged` nearest labs, or the pages that hold them: deciding again looks at no more of them than before. */
export function keepLabs({ labs, index }: Seen, at: LatLon, judged: number): KeptLabs {
  if (!index || judged === 0) return { labs: labs.slice(0, judged), pages: [pageOf(labs.slice(0, judged))] };
  const places = index.nearest(at, judged).map((near) => near.index);
  if (judged <= PAGE) {
    const near = places.toSorted((a, b) => a - b).map((place) => labs[place]!);
    return { labs: near, pages: [pageOf(near)] };
  }
  const numbers = [...new Set(places.map((place) => Math.floor(place / PAGE)))].sort((a, b) => a - b);
  const known = pagesOf.get(labs) ?? new Map<number, Input>();
  pagesOf.set(labs, known);
  const onPage = (n: number): readonly LiveLab[] => labs.slice(n * PAGE, (n + 1) * PAGE);
  const pages = numbers.map((n) => {
    const page = known.get(n) ?? pageOf(onPage(n));
    known.set(n, page);
    return page;
  });
  return { labs: numbers.flatMap(onPage), pages };
}

const pageOf = (labs: readonly LiveLab[]): Input => inputOf(`[${labs.map(jsonOf).join(',')}]`);

function jsonOf(lab: LiveLab): string {
  let json = jsonOfLab.get(lab);
  if (json === undefined) jsonOfLab.set(lab, (json = JSON.stringify(lab)));
  return json;
}

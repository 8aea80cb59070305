// Several machines make one order together: their shares as one option. What one lab makes travels together, whoever
// waits for all waits for the last, and the odds that nothing fails multiply.

import { addBreakdowns, totalMinor } from '../costing/price-plate.js';
import type { Candidate, Share } from './candidate.js';
import { round } from './candidate.js';
import { costOf } from './cost.js';
import { TERMS, type Term, type TermName, type Terms } from './objective.js';

/** The shares, two or more, as one option: names are of all, the place is that of the farthest. */
export function joinShares(shares: readonly Share[]): Candidate {
  const inOrder = shares.toSorted((a, b) => nearFirst(a.candidate, b.candidate));
  const all = inOrder.map(({ candidate }, at) => carriedOnce(candidate, inOrder.slice(0, at)));
  const farthest = all.toSorted(nearFirst).at(-1)!;
  const breakdown = addBreakdowns(all.map((one) => one.breakdown));
  const terms = joinTerms(all);
  const { labId, machineId, at, city } = all[0]!;
  return {
    labId,
    labName: namesOf(all.map((one) => one.labName)),
    machineId,
    machineName: namesOf(all.map((one) => one.machineName)),
    at,
    ...(city === undefined ? {} : { city }),
    distanceKm: farthest.distanceKm,
    priceMinor: totalMinor(breakdown),
    currency: all[0]!.currency,
    breakdown,
    massGrams: round(sumOf(all, ({ massGrams }) => massGrams), 2), // prettier-ignore
    machineSeconds: sumOf(all, ({ machineSeconds }) => machineSeconds),
    readyAtMs: Math.max(...all.map(({ readyAtMs }) => readyAtMs)),
    arrivesAtMs: Math.max(...all.map(({ arrivesAtMs }) => arrivesAtMs)),
    co2eGrams: round(sumOf(all, ({ co2eGrams }) => co2eGrams), 1), // prettier-ignore
    co2eBreakdown: {
      transportGrams: round(sumOf(all, ({ co2eBreakdown }) => co2eBreakdown.transportGrams), 1), // prettier-ignore
      energyGrams: round(sumOf(all, ({ co2eBreakdown }) => co2eBreakdown.energyGrams), 1), // prettier-ignore
    },
    platePlans: all.flatMap(({ platePlans }) => platePlans),
    mode: farthest.mode,
    costMinor: costOf(terms),
    terms,
    turned: all.flatMap(({ turned }) => turned),
    materialChange: all.some(({ materialChange }) => materialChange),
    shares: inOrder.map((share, index) => ({ ...share, candidate: all[index]! })),
  };
}

const nearFirst = (a: Candidate, b: Candidate): number =>
  a.distanceKm - b.distanceKm || (a.labId < b.labId ? -1 : a.labId > b.labId ? 1 : a.machineId < b.machineId ? -1 : 1);

const namesOf = (names: readonly string[]): string => {
  const [last, ...others] = [...new Set(names)].toReversed();
  return others.length === 0 ? last! : `${others.toReversed().join(', ')} and ${last}`;
};

/** What the same lab carries already costs no second way. */
function carriedOnce(candidate: Candidate, before: readonly Share[]): Candidate {
  if (!before.some(({ candidate: { labId } }) => labId === candidate.labId)) return candidate;
  const breakdown = { ...candidate.breakdown, transport: 0 };
  const terms = { ...candidate.terms, transport: { metric: 0, minor: 0 } };
  return { ...candidate, breakdown, priceMinor: totalMinor(breakdown), terms, costMinor: costOf(terms) };
}

type Join = (terms: readonly Term[]) => Term;

const summed: Join = (terms) => ({
  metric: rounded(sumOf(terms, ({ metric }) => metric)),
  minor: sumOf(terms, ({ minor }) => minor),
});
const longest: Join = (terms) => terms.reduce((most, term) => (term.metric > most.metric ? term : most));
const average: Join = (terms) => ({
  metric: rounded(sumOf(terms, ({ metric }) => metric) / terms.length),
  minor: Math.round(sumOf(terms, ({ minor }) => minor) / terms.length),
});
/** Each is made again by itself: the odds that any fails, and what that costs of each. */
const anyOf: Join = (terms) => ({
  metric: rounded(1 - terms.reduce((none, { metric }) => none * (1 - metric), 1)),
  minor: sumOf(terms, ({ minor }) => minor),
});

const JOINS: Readonly<Record<TermName, Join>> = {
  price: summed,
  time: longest,
  transport: summed,
  co2e: summed,
  risk: anyOf,
  shared: summed,
  fairness: average,
  home: average,
};

const joinTerms = (all: readonly Candidate[]): Terms =>
  Object.fromEntries(TERMS.map((term) => [term, JOINS[term](all.map(({ terms }) => terms[term]))])) as unknown as Terms;

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

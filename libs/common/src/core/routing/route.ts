// Routing explains itself: who can make an order, at what price and by when, and why each other cannot. One machine makes
// all of it where one can; parts of different processes, and quantities that take one machine long, are made by several.

import { materialsOf } from '../costing/materials.js';
import { HOUR_MS } from '../kernel/time.js';
import type { Candidate, Share } from './candidate.js';
import { joinShares } from './join-shares.js';
import { inOrderOf } from './objective.js';
import { type Routing, routeWhole } from './route-whole.js';
import type { RoutingInput } from './routing-input.js';
import { splitQuantity } from './split-quantity.js';

export type { Candidate, Share } from './candidate.js';
export type { Routing } from './route-whole.js';
export type { RoutingInput } from './routing-input.js';
export { transportMinor } from './transport.js';

const NOBODY_IN_TIME: Routing = {
  candidates: [],
  passedOver: [],
  toAsk: [],
  tally: [{ code: 'order/deadline-past', requirement: 'can be made before a deadline that is past', labsRemoved: 0 }],
  labsConsidered: 0,
  nearestMisses: [],
};

/** The ways to make an order, best first by the objective; same input, same answer. */
export function route(input: RoutingInput): Routing {
  const { requirement, nowMs } = input;
  if (requirement.deadlineMs !== undefined && requirement.deadlineMs <= nowMs) return NOBODY_IN_TIME;
  const groups = byProcess(input);
  return groups.length < 2 ? routeDivided(input) : routeTogether(groups, input);
}

/** What several machines make of an option, or the one that makes all of it. */
export const sharesOf = (candidate: Candidate, { counts, requirement: { material } }: RoutingInput): readonly Share[] =>
  candidate.shares ?? [{ candidate, counts, material }];

/** One process: at one machine, or divided among several. */
function routeDivided(input: RoutingInput): Routing {
  const whole = routeWhole(input);
  const [best] = whole.candidates;
  // Who made the prototype makes the rest, so that it is like it.
  if (input.prototypeFirst === true) return whole;
  if (best && best.machineSeconds < input.policy.splitFromHours * 3600) return whole;
  const splits = splitQuantity(input);
  const labsConsidered = Math.max(whole.labsConsidered, splits.labsConsidered);
  if (splits.candidates.length === 0) return { ...whole, labsConsidered };
  const candidates = withSplits(whole.candidates, splits.candidates, input);
  return { ...whole, candidates, labsConsidered, nearestMisses: [] };
}

/** Sooner by this share of the wait is worth showing, whatever matters most. */
const MUCH_SOONER = 0.25;

/** Splits take their place among the options by the objective; one that is ready much sooner is always shown. */
function withSplits(whole: readonly Candidate[], splits: readonly Candidate[], input: RoutingInput): Candidate[] {
  const { policy, objective = policy.objective, nowMs } = input;
  const shown = [...whole, ...splits].sort(inOrderOf(objective)).slice(0, policy.maxOptions);
  if (shown.some(({ shares }) => shares)) return shown;
  const soonest = splits.toSorted(inOrderOf('fastest'))[0]!;
  const alone = Math.min(...whole.map(({ arrivesAtMs }) => arrivesAtMs));
  const isWorthIt = alone - soonest.arrivesAtMs >= Math.max(HOUR_MS, MUCH_SOONER * (alone - nowMs));
  return isWorthIt ? [...shown.slice(0, Math.max(1, policy.maxOptions - 1)), soonest] : shown;
}

/** The input of each process of the order, in the order in which they come. */
function byProcess(input: RoutingInput): RoutingInput[] {
  const { requirement, counts } = input;
  const materials = materialsOf(requirement.parts, requirement.material);
  return [...materials].map(([process, material]) => {
    const parts = requirement.parts.filter((part) => part.process === process);
    // A colour is chosen with the material.
    const color = material === requirement.material ? requirement.color : undefined;
    return {
      ...input,
      requirement: { ...requirement, parts, material, color },
      counts: counts.filter(({ partId }) => parts.some(({ id }) => id === partId)),
    };
  });
}

/** Of each process the best few are tried with those of the others; more processes, fewer of each. */
const TRIED = [0, 5, 5, 4, 3];

/** Several processes: all of them in one lab where that is better, otherwise each where it is made best. */
function routeTogether(groups: readonly RoutingInput[], input: RoutingInput): Routing {
  const { policy, objective = policy.objective } = input;
  const wide = { ...policy, maxOptions: Math.max(policy.maxOptions, policy.compareAtMost) };
  const routings = groups.map((group) => ({ group, ...routeDivided({ ...group, policy: wide }) }));
  const why = explained(routings, policy.maxPassedOver);
  if (routings.some(({ candidates }) => candidates.length === 0)) return { candidates: [], ...why };
  const few = routings.map((one) => ({ ...one, candidates: one.candidates.slice(0, TRIED[groups.length] ?? 2) }));
  const ways = [...everyWay(few), ...inOneLab(routings)];
  const joined = new Map(ways.map((shares) => [keyOf(shares), shares]));
  const candidates = [...joined.values()].map(joinShares).sort(inOrderOf(objective)).slice(0, policy.maxOptions);
  return { candidates, ...why, nearestMisses: [] };
}

type OfGroup = Routing & { readonly group: RoutingInput };

function everyWay([first, ...others]: readonly OfGroup[]): Share[][] {
  if (!first) return [[]];
  const rest = everyWay(others);
  return first.candidates.flatMap((one) => rest.map((shares) => [...sharesOf(one, first.group), ...shares]));
}

function inOneLab(routings: readonly OfGroup[]): Share[][] {
  const labs = new Set(routings[0]!.candidates.map(({ labId }) => labId));
  return [...labs].flatMap((labId) => {
    const theirs = routings.map(({ group, candidates }) => {
      const best = candidates.find((one) => one.labId === labId && !one.shares);
      return best && sharesOf(best, group);
    });
    return theirs.every((shares) => shares !== undefined) ? [theirs.flat()] : [];
  });
}

const keyOf = (shares: readonly Share[]): string =>
  shares.map(({ candidate: { machineId }, counts }) => `${machineId} ${JSON.stringify(counts)}`).join();

/** Why others were passed over, of all processes together. */
function explained(routings: readonly OfGroup[], maxPassedOver: number): Omit<Routing, 'candidates'> {
  const byDistance = (a: { distanceKm: number }, b: { distanceKm: number }): number => a.distanceKm - b.distanceKm;
  const tally = new Map<string, Routing['tally'][number]>();
  for (const entry of routings.flatMap((one) => one.tally)) {
    const key = `${entry.code} ${entry.requirement}`;
    tally.set(key, { ...entry, labsRemoved: entry.labsRemoved + (tally.get(key)?.labsRemoved ?? 0) });
  }
  const failing = routings.filter(({ candidates }) => candidates.length === 0);
  return {
    passedOver: routings.flatMap((one) => one.passedOver).sort(byDistance).slice(0, maxPassedOver), // prettier-ignore
    toAsk: routings.flatMap((one) => one.toAsk).sort(byDistance).slice(0, maxPassedOver), // prettier-ignore
    tally: [...tally.values()].sort((a, b) => b.labsRemoved - a.labsRemoved || (a.code < b.code ? -1 : 1)),
    labsConsidered: Math.max(...routings.map(({ labsConsidered }) => labsConsidered)),
    nearestMisses: failing.flatMap(({ nearestMisses }) => nearestMisses),
  };
}

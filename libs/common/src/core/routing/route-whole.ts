// All of it at one machine: which labs can, at what price and by when, why each other cannot, and what those that say
// little have to be asked. Same input, same answer: the lab list may come in any order, ties are broken by id.

import { estimatePart } from '../costing/estimate-part.js';
import { estimatesOf, plateWork } from '../costing/plate-work.js';
import { labShareMinor } from '../costing/price-plate.js';
import { HOUR_MS } from '../kernel/time.js';
import type { LiveLab } from '../lab/lab.js';
import type { NearestMiss, PassedOver, Question, RequirementTally, ToAsk } from '../quote/quote.js';
import { type Candidate, type Site, candidateAt, memoisePlates, round } from './candidate.js';
import { askedBy, judgeLab } from './judge-lab.js';
import { type NearLab, nearestFirst } from './near-labs.js';
import { type Refused, nearestMisses } from './nearest-miss.js';
import { EVEN_WEIGHTS, type Objective, inOrderOf } from './objective.js';
import type { Case, Shortfall } from './requirements.js';
import type { RoutingInput } from './routing-input.js';

export interface Routing {
  /** Best first by the objective, at most `policy.maxOptions`. */
  readonly candidates: readonly Candidate[];
  /** Labs nearer than the last candidate that cannot; the nearest of all when there is no candidate. */
  readonly passedOver: readonly PassedOver[];
  /** Labs among those that say too little: never an option before they answer. */
  readonly toAsk: readonly ToAsk[];
  readonly tally: readonly RequirementTally[];
  /** Labs that were judged: all of them, unless enough near ones can. */
  readonly labsConsidered: number;
  /** When nobody can: what is missing least. */
  readonly nearestMisses: readonly NearestMiss[];
}

/**
 * Routes by the objective. *Closest* stops at the last option, for whoever follows is farther away; with another one
 * the nearest `policy.compareAtMost` labs that can are compared, so that the work is bounded however many labs there are.
 */
export function routeWhole(input: RoutingInput): Routing {
  const { policy } = input;
  const objective = input.objective ?? policy.objective;
  const enough = objective === 'closest' ? policy.maxOptions : Math.max(policy.maxOptions, policy.compareAtMost);
  const judge = judgeWith(input, objective);
  const found: Found = { candidates: [], refused: [], toAsk: [], considered: 0 };
  for (const near of nearestFirst(input)) {
    if (found.candidates.length >= enough) break;
    found.considered += 1;
    const verdict = judge(near);
    if ('candidate' in verdict) found.candidates.push(verdict.candidate);
    else if ('questions' in verdict) found.toAsk.push({ ...near, questions: verdict.questions });
    else found.refused.push({ ...near, shortfall: verdict.shortfall });
  }
  const candidates = found.candidates.sort(inOrderOf(objective)).slice(0, policy.maxOptions);
  return { candidates, ...explain(input, found, candidates) };
}

interface Found {
  readonly candidates: Candidate[];
  readonly refused: Refused[];
  readonly toAsk: (NearLab & { readonly questions: readonly Question[] })[];
  considered: number;
}

type Verdict =
  { readonly candidate: Candidate } | { readonly shortfall: Shortfall } | { readonly questions: readonly Question[] };

function judgeWith(input: RoutingInput, objective: Objective): (near: NearLab) => Verdict {
  const { requirement, policy } = input;
  const asked = askedBy(requirement, policy);
  const work = workOf(input);
  const pricing = pricingOf(input);
  const best = inOrderOf(objective);
  return (near) => {
    const refused = input.refused?.get(near.lab.profile.id);
    if (refused !== undefined)
      return { shortfall: { code: 'lab/refused', requirement: 'has not refused this order', reason: refused } };
    const verdict = judgeLab({ ...near, requirement, policy, ...work }, asked);
    if (!('machines' in verdict)) return verdict;
    if (work.massGrams === undefined) return { shortfall: unknownMaterial(requirement.material) };
    const [candidate] = verdict.machines.map((machine) => candidateAt({ ...pricing, ...near, machine })).sort(best);
    const shortfall = shortfallOf(candidate!, near.lab, input);
    return shortfall ? { shortfall } : { candidate: candidate! };
  };
}

const givenToAll = ({ givenToAll: all, givenLately, labs }: RoutingInput): { given: number; labs: number } =>
  all ?? {
    given: [...(givenLately?.values() ?? [])].reduce((sum, given) => sum + given, 0),
    labs: givenLately ? labs.length : 0,
  };

/** Mass and pieces of all together, as far as the material is known. */
export function workOf({ requirement: { parts, material }, counts }: RoutingInput): Pick<Case, 'massGrams' | 'pieces'> {
  const pieces = counts.reduce((sum, { count }) => sum + count, 0);
  if (parts.some((part) => estimatePart(part, material) === undefined)) return { pieces };
  return { pieces, massGrams: plateWork(counts, estimatesOf(parts, material)).massGrams };
}

/** What an option is priced with, whichever machine makes it. */
export type Pricing = Omit<Site, 'lab' | 'km' | 'machine'>;

export function pricingOf(input: RoutingInput): Pricing {
  const { policy, objective = policy.objective } = input;
  return {
    input,
    plates: memoisePlates(input),
    weights: objective === 'balanced' ? (input.weights ?? policy.weights) : EVEN_WEIGHTS,
    all: givenToAll(input),
  };
}

const unknownMaterial = (material: string): Shortfall => ({
  code: 'network/material',
  requirement: 'makes it of a material that can be reckoned',
  reason: `The network does not know how heavy ${material} is, so it cannot say a price.`,
});

/** Why an option will not do once it is priced. */
export const shortfallOf = (candidate: Candidate, lab: LiveLab, input: RoutingInput): Shortfall | undefined =>
  tooLate(candidate, input) ?? tooSmall(candidate, lab);

function tooLate(
  { arrivesAtMs }: Candidate,
  { requirement: { deadlineMs }, nowMs }: RoutingInput,
): Shortfall | undefined {
  if (deadlineMs === undefined || arrivesAtMs <= deadlineMs) return undefined;
  const lateHours = round((arrivesAtMs - deadlineMs) / HOUR_MS, 1);
  return {
    code: 'lab/too-late',
    requirement: 'is in time',
    reason: `It would come ${lateHours} hours too late.`,
    miss: {
      what: 'time',
      unit: 'h',
      wanted: round((deadlineMs - nowMs) / HOUR_MS, 1),
      has: round((arrivesAtMs - nowMs) / HOUR_MS, 1),
    },
  };
}

function tooSmall({ breakdown, currency }: Candidate, { profile: { rules } }: LiveLab): Shortfall | undefined {
  const [least, has] = [rules?.minOrderMinor ?? 0, labShareMinor(breakdown)];
  if (has >= least) return undefined;
  return {
    code: 'lab/min-order',
    requirement: 'takes orders of this worth',
    reason: `The lab takes orders from ${least} minor units of ${currency} on; this one comes to ${has}.`,
    miss: { what: 'order', unit: 'minor', wanted: has, has: least },
  };
}

function explain(input: RoutingInput, found: Found, candidates: readonly Candidate[]): Omit<Routing, 'candidates'> {
  const { maxPassedOver } = input.policy;
  const farthest = candidates.reduce(
    (most, { distanceKm: km }) => Math.max(most, km),
    candidates.length > 0 ? 0 : Infinity,
  );
  const shown = <T extends NearLab>(all: readonly T[]): T[] =>
    all.slice(0, maxPassedOver).filter(({ km }) => round(km, 2) <= farthest);
  const who = ({ lab, km }: NearLab) => ({
    labId: lab.profile.id,
    labName: lab.profile.name,
    distanceKm: round(km, 2),
  });
  return {
    passedOver: shown(found.refused).map(({ shortfall: { code, reason }, ...near }) => ({
      ...who(near),
      code,
      reason,
    })),
    toAsk: shown(found.toAsk).map(({ questions, ...near }) => ({ ...who(near), questions })),
    tally: tallyOf(found),
    labsConsidered: found.considered,
    nearestMisses: candidates.length > 0 ? [] : missesOf(input, found),
  };
}

function missesOf(input: RoutingInput, { refused }: Found): NearestMiss[] {
  const { requirement, policy } = input;
  return nearestMisses(refused, { requirement, policy, ...workOf(input), asked: askedBy(requirement, policy) });
}

function tallyOf({ refused, toAsk }: Found): RequirementTally[] {
  const tally = new Map<string, { requirement: string; labsRemoved: number }>();
  const count = (code: string, requirement: string): void => {
    tally.set(code, { requirement, labsRemoved: (tally.get(code)?.labsRemoved ?? 0) + 1 });
  };
  for (const { shortfall } of refused) count(shortfall.code, shortfall.requirement);
  for (const { questions } of toAsk) count('lab/unsaid', `has said whether it ${questions[0]!.requirement}`);
  return [...tally]
    .map(([code, entry]) => ({ code, ...entry }))
    .sort((a, b) => b.labsRemoved - a.labsRemoved || (a.code < b.code ? -1 : 1));
}

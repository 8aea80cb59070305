// A quantity on several machines at once, of one lab or of several: when one alone would take long, or takes no such
// order at all. Whole sets are handed out one after another to the machine where the next one does least harm; what comes
// out is then planned and priced exactly, like any other option.

import { setsIn, someSets } from '../costing/sets.js';
import { HOUR_MS } from '../kernel/time.js';
import { type Candidate, type Plates, type Share, type Site, candidateAt, memoisePlates } from './candidate.js';
import { joinShares } from './join-shares.js';
import { askedBy, judgeLab } from './judge-lab.js';
import { type NearLab, nearestFirst } from './near-labs.js';
import { type Objective, inOrderOf } from './objective.js';
import { type Pricing, pricingOf, shortfallOf, workOf } from './route-whole.js';
import type { RoutingInput } from './routing-input.js';

/** Machines among which a quantity is divided: the first of those that can, by the objective. */
const MOST_MACHINES = 12;
/** Sets are handed out in so many portions at most, so that a large quantity takes no longer than a small one. */
const MOST_STEPS = 60;

/** A machine that makes at least one set, and how it goes on from there. */
interface Maker {
  readonly near: NearLab;
  readonly site: Site;
  /** One set alone, and what each further set adds in the mean. */
  readonly one: Candidate;
  readonly msPerSet: number;
  readonly minorPerSet: number;
}

export interface Splits {
  /** The best way for each choice of labs. */
  readonly candidates: readonly Candidate[];
  /** Labs that were looked at, the nearest. */
  readonly labsConsidered: number;
}

/** Ways to divide the quantity; none where it cannot be divided. */
export function splitQuantity(input: RoutingInput): Splits {
  const { counts, policy, objective = policy.objective } = input;
  const sets = setsIn(counts);
  if (sets < 2 || !(policy.maxShares >= 2)) return { candidates: [], labsConsidered: 0 };
  const { makers, labsConsidered } = makersOf(input, sets);
  const dealings = new Map<string, readonly number[]>();
  for (let shares = 2; shares <= Math.min(policy.maxShares, makers.length, sets); shares += 1) {
    for (const harm of [HARM[objective], whenReady]) {
      const dealt = deal(makers, { sets, shares, input, harm });
      if (dealt) dealings.set(dealt.join(), dealt);
    }
  }
  const splits = [...dealings.values()].flatMap((dealt) => priced(makers, dealt, { sets, input }) ?? []);
  const best = new Map<string, Candidate>();
  for (const split of splits.sort(inOrderOf(objective)).toReversed()) best.set(labsOf(split), split);
  return { candidates: [...best.values()], labsConsidered };
}

const labsOf = ({ shares = [] }: Candidate): string =>
  [...new Set(shares.map(({ candidate }) => candidate.labId))].sort().join(); // prettier-ignore

function makersOf(input: RoutingInput, sets: number): { makers: Maker[]; labsConsidered: number } {
  const { policy, requirement, objective = policy.objective } = input;
  const single: RoutingInput = { ...input, counts: someSets(input.counts, 1, sets) };
  const pricing = pricingOf(single);
  const asked = askedBy(requirement, policy);
  const work = workOf(single);
  if (work.massGrams === undefined) return { makers: [], labsConsidered: 0 };
  const whole = memoisePlates(input);
  const makers: Maker[] = [];
  let [labs, labsConsidered] = [0, 0];
  for (const near of nearestFirst(input)) {
    if (labs >= (objective === 'closest' ? policy.maxOptions : policy.compareAtMost)) break;
    labsConsidered += 1;
    if (input.refused?.has(near.lab.profile.id)) continue;
    const verdict = judgeLab({ ...near, requirement, policy, ...work }, asked);
    if (!('machines' in verdict)) continue;
    labs += 1;
    for (const machine of verdict.machines) makers.push(makerAt({ near, machine, pricing, whole, sets }));
  }
  const best = inOrderOf(objective);
  return { makers: makers.sort((a, b) => best(a.one, b.one)).slice(0, MOST_MACHINES), labsConsidered };
}

interface AtMachine {
  readonly near: NearLab;
  readonly machine: Site['machine'];
  readonly pricing: Pricing;
  /** All sets on plates of a machine. */
  readonly whole: Plates;
  readonly sets: number;
}

function makerAt({ near, machine, pricing, whole, sets }: AtMachine): Maker {
  const site: Site = { ...pricing, ...near, machine };
  const one = candidateAt(site);
  const seconds = whole(machine).plans.reduce((sum, plan) => sum + plan.seconds, 0) / sets;
  const { machineHourMinor, materialKgMinor } = near.lab.profile.prices;
  const minorPerSet = (seconds / 3600) * machineHourMinor + (one.massGrams / 1000) * materialKgMinor;
  return { near, site, one, msPerSet: seconds * 1000, minorPerSet };
}

interface Dealing {
  readonly sets: number;
  readonly shares: number;
  readonly input: RoutingInput;
  readonly harm: Harm;
}

/** Sets for each maker; undefined where not all can be handed out, or one maker gets them all. */
function deal(makers: readonly Maker[], { sets, shares, input, harm }: Dealing): number[] | undefined {
  const given = makers.map(() => 0);
  const most = makers.map((maker) => mostSetsOf(maker, input, sets));
  const step = Math.max(1, Math.floor(sets / MOST_STEPS));
  for (let left = sets; left > 0;) {
    const opened = given.filter((count) => count > 0).length;
    const lastMs = Math.max(0, ...makers.map((maker, at) => (given[at]! > 0 ? readyMs(maker, given[at]!) : 0)));
    let best: { at: number; harm: number; count: number } | undefined;
    for (const [at, maker] of makers.entries()) {
      if (given[at] === 0 && opened >= shares) continue;
      const count = Math.min(step, left, most[at]! - sameLab(makers, given, at));
      if (count < 1) continue;
      const found = harm({ maker, at, has: given[at]!, count, lastMs, hourMinor: input.policy.hourMinor });
      if (!best || found < best.harm) best = { at, harm: found, count };
    }
    if (!best) return undefined;
    given[best.at]! += best.count;
    left -= best.count;
  }
  return given.filter((count) => count > 0).length > 1 ? given : undefined;
}

/** What a lab takes of one order counts for all its machines together. */
const sameLab = (makers: readonly Maker[], given: readonly number[], at: number): number =>
  given.reduce((sum, count, other) => (labOf(makers[other]!) === labOf(makers[at]!) ? sum + count : sum), 0);

const labOf = ({ near }: Maker): string => near.lab.profile.id;

function mostSetsOf({ near, one }: Maker, { counts }: RoutingInput, sets: number): number {
  const { maxPieces = Infinity, maxMassGrams = Infinity } = near.lab.profile.rules ?? {};
  const pieces = counts.reduce((sum, { count }) => sum + count, 0) / sets;
  return Math.min(sets, Math.floor(maxPieces / pieces), Math.floor(maxMassGrams / one.massGrams));
}

const readyMs = ({ one, msPerSet }: Maker, sets: number): number => one.arrivesAtMs + (sets - 1) * msPerSet;

interface Next {
  readonly maker: Maker;
  readonly at: number;
  readonly has: number;
  readonly count: number;
  readonly lastMs: number;
  readonly hourMinor: number;
}

type Harm = (next: Next) => number;

const whenReady: Harm = ({ maker, has, count }) => readyMs(maker, has + count);
/** In the order of the objective, each filled before the next. */
const inTurn: Harm = ({ at }) => at;
/** What it adds to the cost: its price, and the time by which all wait longer. */
const added: Harm = ({ maker, has, count, lastMs, hourMinor }) => {
  const price = has === 0 ? maker.one.priceMinor + (count - 1) * maker.minorPerSet : count * maker.minorPerSet;
  return price + (Math.max(0, readyMs(maker, has + count) - lastMs) / HOUR_MS) * hourMinor;
};

const HARM: Readonly<Record<Objective, Harm>> = {
  closest: inTurn,
  cheapest: inTurn,
  greenest: inTurn,
  fastest: whenReady,
  balanced: added,
};

interface Divided {
  readonly sets: number;
  readonly input: RoutingInput;
}

/** The shares as they would be made; undefined where one of them will not do after all. */
function priced(makers: readonly Maker[], dealt: readonly number[], { sets, input }: Divided): Candidate | undefined {
  const shares: Share[] = [];
  for (const [at, count] of dealt.entries()) {
    if (count === 0) continue;
    const { near, site } = makers[at]!;
    const counts = someSets(input.counts, count, sets);
    const share: RoutingInput = { ...input, counts };
    const candidate = candidateAt({ ...pricingOf(share), ...near, machine: site.machine });
    if (shortfallOf(candidate, near.lab, share)) return undefined;
    shares.push({ candidate, counts, material: input.requirement.material });
  }
  return joinShares(shares);
}

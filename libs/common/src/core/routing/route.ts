// Routing explains itself: which labs can, at what price and by when, and why each other cannot. Same input, same
// answer: the lab list may come in any order, ties are broken by id.

import { addBreakdowns, completeBreakdown, priceOfPlate, totalMinor } from '../costing/price-plate.js';
import { planPlates, type PlatePlan } from '../costing/plan-plates.js';
import type { PartCount } from '../costing/plate-work.js';
import { roundMinor } from '../kernel/money.js';
import { distanceKm } from '../kernel/geo.js';
import type { LabId } from '../kernel/ids.js';
import type { AtMs } from '../kernel/time.js';
import type { LiveLab, LiveMachine } from '../lab/lab.js';
import { openFrom } from '../lab/opening-hours.js';
import type { Delivery, PassedOver, Place, QuoteOption, RequirementTally } from '../quote/quote.js';
import type { RoutingPolicy } from './policy.js';
import type { LabIndex } from './lab-index.js';
import { judgeLab, type Requirement } from './requirements.js';

/** Everything one routing depends on. */
export interface RoutingInput {
  readonly requirement: Requirement;
  readonly counts: readonly PartCount[];
  readonly to: Place;
  readonly labs: readonly LiveLab[];
  /** Of exactly these labs, in the order of their ids; without it every lab is looked at. */
  readonly index?: LabIndex | undefined;
  readonly policy: RoutingPolicy;
  readonly nowMs: AtMs;
  /** Labs that were asked before and will not or could not, with the reason to show. */
  readonly refused?: ReadonlyMap<LabId, string>;
}

/** An option still without an id, with its plates. */
export interface Candidate extends Omit<QuoteOption, 'id' | 'plates'> {
  readonly platePlans: readonly PlatePlan[];
}

export interface Routing {
  /** Closest first, at most `policy.maxOptions`. */
  readonly candidates: readonly Candidate[];
  /** Labs nearer than the last candidate that cannot; the nearest of all when there is no candidate. */
  readonly passedOver: readonly PassedOver[];
  readonly tally: readonly RequirementTally[];
  /** Labs that were judged: all of them, unless enough near ones can. */
  readonly labsConsidered: number;
}

/** Routes by the policy "closest suitable": distance first, then when it is ready, then the lab's id. */
export function route(input: RoutingInput): Routing {
  const { policy, requirement } = input;
  const plates = memoisePlates(input);
  const candidates: Candidate[] = [];
  const passedOver: PassedOver[] = [];
  const tally = new Map<string, { requirement: string; labsRemoved: number }>();
  let labsConsidered = 0;
  for (const { lab, km } of nearestFirst(input)) {
    // They come nearest first: whoever follows is no better than what there is.
    if (candidates.length >= policy.maxOptions) break;
    labsConsidered += 1;
    const { id: labId, name: labName } = lab.profile;
    const refused = input.refused?.get(labId);
    const verdict =
      refused === undefined
        ? judgeLab(lab, requirement, policy)
        : { shortfall: { code: 'lab/refused', requirement: 'has not refused this order', reason: refused } };
    if ('machines' in verdict) {
      candidates.push(bestAt({ input, lab, km, machines: verdict.machines, plates }));
      continue;
    }
    const { code, reason, requirement: asked } = verdict.shortfall;
    tally.set(code, { requirement: asked, labsRemoved: (tally.get(code)?.labsRemoved ?? 0) + 1 });
    if (passedOver.length < policy.maxPassedOver)
      passedOver.push({ labId, labName, distanceKm: round(km, 2), code, reason });
  }
  const farthest = candidates.at(-1)?.distanceKm ?? Infinity;
  return {
    candidates,
    passedOver: passedOver.filter((lab) => lab.distanceKm <= farthest),
    tally: [...tally]
      .map(([code, entry]) => ({ code, ...entry }))
      .sort((a, b) => b.labsRemoved - a.labsRemoved || (a.code < b.code ? -1 : 1)),
    labsConsidered,
  };
}

interface NearLab {
  readonly lab: LiveLab;
  readonly km: number;
}

/** How many labs are looked for at first; then four times as many, until enough of them can. */
const FIRST_LOOK = 32;

function* nearestFirst({ labs, index, to }: RoutingInput): Generator<NearLab> {
  const near = (lab: LiveLab): NearLab => ({ lab, km: distanceKm(to.at, lab.profile.at) });
  if (!index) {
    yield* labs.map(near).sort((a, b) => a.km - b.km || (a.lab.profile.id < b.lab.profile.id ? -1 : 1));
    return;
  }
  for (let [from, count] = [0, FIRST_LOOK]; from < labs.length; [from, count] = [count, 4 * count]) {
    for (const found of index.nearest(to.at, count).slice(from)) yield near(labs[found.index]!);
  }
}

type Plates = (machine: LiveMachine) => readonly PlatePlan[];

/** Machines with the same bed share one packing: most labs have one of a few beds. */
function memoisePlates({ requirement, counts, policy }: RoutingInput): Plates {
  const known = new Map<string, readonly PlatePlan[]>();
  return (machine) => {
    const { x, y } = machine.buildVolumeMm;
    const key = `${x}|${y}|${machine.bedShape}`;
    const plan =
      known.get(key) ??
      planPlates({ parts: requirement.parts, counts, material: requirement.material, machine, gapMm: policy.gapMm });
    known.set(key, plan);
    return plan;
  };
}

interface Site {
  readonly input: RoutingInput;
  readonly lab: LiveLab;
  readonly km: number;
  readonly machines: readonly LiveMachine[];
  readonly plates: Plates;
}

/** The machine of a suitable lab that is ready first. */
function bestAt({ input, lab, km, machines, plates }: Site): Candidate {
  const readyAt = (machine: LiveMachine): AtMs => {
    const seconds = plates(machine).reduce((sum, plate) => sum + plate.seconds, 0);
    return openFrom(lab.profile, Math.max(input.nowMs, machine.freeAtMs) + seconds * 1000);
  };
  const best = [...machines]
    .map((machine) => ({ machine, readyAtMs: readyAt(machine) }))
    .sort((a, b) => a.readyAtMs - b.readyAtMs || (a.machine.id < b.machine.id ? -1 : 1))[0]!;
  return price(input, lab, km, { ...best, platePlans: plates(best.machine) });
}

function price(
  input: RoutingInput,
  { profile }: LiveLab,
  km: number,
  made: { machine: LiveMachine; readyAtMs: AtMs; platePlans: readonly PlatePlan[] },
): Candidate {
  const { policy, requirement } = input;
  const { platePlans, machine, readyAtMs } = made;
  const labLines = addBreakdowns(platePlans.map((plate) => priceOfPlate(plate, profile.prices, policy)));
  const breakdown = completeBreakdown(labLines, transportMinor(km, requirement.delivery, policy), policy);
  const massGrams = sumOf(platePlans, (plate) => plate.massGrams);
  const co2e = footprint({ massGrams, energyKwh: sumOf(platePlans, (plate) => plate.energyKwh), km, policy });
  return {
    labId: profile.id,
    labName: profile.name,
    machineId: machine.id,
    machineName: machine.name,
    at: profile.at,
    ...(profile.city === undefined ? {} : { city: profile.city }),
    distanceKm: round(km, 2),
    priceMinor: totalMinor(breakdown),
    currency: profile.prices.currency,
    breakdown,
    massGrams: round(massGrams, 2),
    machineSeconds: Math.round(sumOf(platePlans, (plate) => plate.seconds)),
    readyAtMs: Math.round(readyAtMs),
    ...co2e,
    platePlans,
  };
}

/** What carrying the parts costs, minor units: nothing when the customer collects them. */
export const transportMinor = (km: number, delivery: Delivery, policy: RoutingPolicy): number =>
  delivery === 'pickup' ? 0 : policy.shippingBaseMinor + roundMinor(km * policy.detourFactor * policy.shippingKmMinor);

/** Grams CO2e of carrying and of making: the one is never shown without the other. */
function footprint({
  massGrams,
  energyKwh,
  km,
  policy,
}: {
  massGrams: number;
  energyKwh: number;
  km: number;
  policy: RoutingPolicy;
}) {
  // kg per tonne-kilometre is milligrams per gram-kilometre.
  const transportGrams = (massGrams * km * policy.detourFactor * policy.vanKgPerTonneKm) / 1000;
  const energyGrams = energyKwh * policy.gridKgPerKwh * 1000;
  return {
    co2eGrams: round(transportGrams + energyGrams, 1),
    co2eBreakdown: { transportGrams: round(transportGrams, 1), energyGrams: round(energyGrams, 1) },
  };
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

const round = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

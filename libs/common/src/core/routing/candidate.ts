// One way to have it made: a machine of a lab that can, when it would be ready, its price taken apart, its cost in terms.

import { planPlates, type PlatePlan } from '../costing/plan-plates.js';
import { addBreakdowns, completeBreakdown, labShareMinor, priceOfPlate, totalMinor } from '../costing/price-plate.js';
import type { PartCount } from '../costing/plate-work.js';
import { setsIn, someSets } from '../costing/sets.js';
import type { Material, Part } from '../design/part.js';
import { roundMinor } from '../kernel/money.js';
import type { PartId } from '../kernel/ids.js';
import { HOUR_MS, type AtMs } from '../kernel/time.js';
import type { LiveLab, LiveMachine } from '../lab/lab.js';
import { openFrom } from '../lab/opening-hours.js';
import { type Lying, type Rest, lyingIn } from '../lab/room.js';
import type { PriceBreakdown, QuoteOption } from '../quote/quote.js';
import { type Costed, costOf, evenSharesOf, termsOf } from './cost.js';
import { usable } from './machine-checks.js';
import type { Terms, Weights } from './objective.js';
import type { RoutingInput } from './routing-input.js';
import { type Carriage, carriage } from './transport.js';
import type { Mode } from './transport-modes.js';

/** What one machine makes of an order that several machines make. */
export interface Share {
  readonly candidate: Candidate;
  readonly counts: readonly PartCount[];
  readonly material: Material;
}

/** An option still without an id, with its plates. */
export interface Candidate extends Omit<QuoteOption, 'id' | 'plates' | 'shares'> {
  readonly platePlans: readonly PlatePlan[];
  /** When it is ready and carried. */
  readonly arrivesAtMs: AtMs;
  readonly mode: Mode;
  /** Sum of the terms, minor units: what `balanced` orders by. */
  readonly costMinor: number;
  readonly terms: Terms;
  /** Parts that lie otherwise than modelled, because they fit only so. */
  readonly turned: readonly (Rest & { readonly partId: PartId; readonly says: string })[];
  /** The material is in the cupboard: somebody has to put it on first. */
  readonly materialChange: boolean;
  /** When several machines make it together: what each of them makes. */
  readonly shares?: readonly Share[];
}

export interface Site {
  readonly input: RoutingInput;
  readonly lab: LiveLab;
  readonly km: number;
  readonly machine: LiveMachine;
  readonly plates: Plates;
  readonly weights: Weights;
  readonly all: { readonly given: number; readonly labs: number };
}

export type Plates = (machine: LiveMachine) => Laid;

interface Laid {
  readonly plans: readonly PlatePlan[];
  readonly turned: Candidate['turned'];
}

/** Machines on which all lies the same share one packing: most labs have one of a few beds. */
export function memoisePlates({ requirement, counts, policy, prototypeFirst }: RoutingInput): Plates {
  const stages = prototypeFirst === true ? inStages(counts) : [counts];
  const known = new Map<string, Laid>();
  return (machine) => {
    const lying = lyingIn(machine, requirement.parts, requirement.rests);
    if (!lying) throw new RangeError(`the parts do not go into ${machine.id}`);
    const { bed } = lying;
    const turns = [...lying.turned].map(([id, { rotation }]) => `${id} ${rotation.join(' ')}`);
    const key = [bed.xMm, bed.yMm, bed.shape, bed.originXMm, bed.originYMm, ...turns].join('|');
    let laid = known.get(key);
    if (!laid) {
      const parts = requirement.parts.map((part) => turnedPart(part, lying));
      const buildVolumeMm = { x: bed.xMm, y: bed.yMm, z: machine.buildVolumeMm.z };
      const room = { buildVolumeMm, bedShape: bed.shape };
      const { material } = requirement;
      const { gapMm } = policy;
      const plans = stages.flatMap((some) => planPlates({ parts, counts: some, material, machine: room, gapMm }));
      laid = { plans: plans.map((plan) => shifted(plan, lying)), turned: tellTurned(requirement.parts, lying) };
      known.set(key, laid);
    }
    return laid;
  };
}

/** The prototype, and the rest. */
function inStages(counts: readonly PartCount[]): (readonly PartCount[])[] {
  const sets = setsIn(counts);
  return sets < 2 ? [counts] : [someSets(counts, 1, sets), someSets(counts, sets - 1, sets)];
}

function turnedPart(part: Part, { turned }: Lying): Part {
  const rest = turned.get(part.id);
  return rest === undefined ? part : { ...part, boxMm: rest.boxMm };
}

function tellTurned(parts: readonly Part[], { turned }: Lying): Candidate['turned'] {
  return parts.flatMap((part) => {
    const rest = turned.get(part.id);
    if (!rest) return [];
    const [was, is] = [part.boxMm, rest.boxMm].map(({ x, y, z }) => [x, y, z].map((mm) => mm.toFixed(0)).join(' × '));
    return { partId: part.id, ...rest, says: `“${part.name}” is turned to fit: ${is} mm instead of ${was} mm.` };
  });
}

function shifted(plan: PlatePlan, { bed: { originXMm, originYMm } }: Lying): PlatePlan {
  if (originXMm === 0 && originYMm === 0) return plan;
  const { boxMm } = plan;
  return {
    ...plan,
    placements: plan.placements.map((one) => ({ ...one, xMm: one.xMm + originXMm, yMm: one.yMm + originYMm })),
    boxMm: { x: boxMm.x + originXMm, y: boxMm.y + originYMm, z: boxMm.z },
  };
}

/** What making and carrying come to at one machine, before it is put into the words of an option. */
interface Reckoned {
  readonly plans: readonly PlatePlan[];
  readonly turned: Candidate['turned'];
  readonly seconds: number;
  readonly massGrams: number;
  readonly energyKg: number;
  readonly readyAtMs: AtMs;
  readonly arrivesAtMs: AtMs;
  readonly materialChange: boolean;
  readonly carried: Carriage;
  readonly breakdown: PriceBreakdown;
}

function reckon(site: Site): Reckoned {
  const { input, km, machine } = site;
  const { policy, requirement } = input;
  const { plans, turned } = site.plates(machine);
  const materialChange = usable({ loaded: machine.loaded }, requirement).length === 0;
  const seconds = sumOf(plans, (plate) => plate.seconds);
  const readyAtMs = readyAt(site, seconds, materialChange);
  const massGrams = sumOf(plans, (plate) => plate.massGrams);
  const way = carriage(km, massGrams, requirement.delivery, policy);
  // The prototype goes first, alone.
  const ways = input.prototypeFirst === true ? 2 : 1;
  const carried = { ...way, minor: ways * way.minor };
  return {
    plans,
    turned,
    seconds,
    massGrams,
    energyKg: sumOf(plans, (plate) => plate.energyKwh) * policy.gridKgPerKwh,
    readyAtMs,
    arrivesAtMs: Math.round(readyAtMs + carried.hours * HOUR_MS),
    materialChange,
    carried,
    breakdown: breakdownOf(site, plans, { materialChange, transportMinor: carried.minor }),
  };
}

function reckonTerms({ input, lab: { profile }, machine, all, weights }: Site, made: Reckoned): Terms {
  const costed: Costed = {
    makingMinor: totalMinor(made.breakdown) - made.breakdown.transport,
    labMinor: labShareMinor(made.breakdown),
    transportMinor: made.carried.minor,
    wayKm: made.carried.wayKm,
    machineSeconds: made.seconds,
    turned: made.turned.length > 0,
    waitMs: made.arrivesAtMs - input.nowMs,
    kgCo2e: made.carried.kgCo2e + made.energyKg,
    sharedMinor: input.sharedMinor?.get(machine.id) ?? 0,
    evenShares: evenSharesOf(input.givenLately?.get(profile.id) ?? 0, all),
    atHome: input.homeCountry !== undefined && profile.country === input.homeCountry,
  };
  return termsOf(costed, weights, input.policy);
}

/** Makes the option at one machine that can. */
export function candidateAt(site: Site): Candidate {
  const { lab, km, machine } = site;
  const made = reckon(site);
  const { carried, energyKg, breakdown } = made;
  const terms = reckonTerms(site, made);
  const { id: labId, name: labName, at, city, prices } = lab.profile;
  return {
    labId,
    labName,
    machineId: machine.id,
    machineName: machine.name,
    at,
    ...(city === undefined ? {} : { city }),
    distanceKm: round(km, 2),
    priceMinor: totalMinor(breakdown),
    currency: prices.currency,
    breakdown,
    massGrams: round(made.massGrams, 2),
    machineSeconds: Math.round(made.seconds),
    readyAtMs: made.readyAtMs,
    co2eGrams: round((carried.kgCo2e + energyKg) * 1000, 1),
    co2eBreakdown: { transportGrams: round(carried.kgCo2e * 1000, 1), energyGrams: round(energyKg * 1000, 1) },
    platePlans: made.plans,
    arrivesAtMs: made.arrivesAtMs,
    mode: carried.mode,
    costMinor: costOf(terms),
    terms,
    turned: made.turned,
    materialChange: made.materialChange,
  };
}

/** A print may run overnight; putting material on and taking parts off need somebody there. */
function readyAt({ input, lab, machine }: Site, seconds: number, materialChange: boolean): AtMs {
  const { nowMs, policy } = input;
  const busyMs = Math.max(0, Math.min(machine.freeAtMs - nowMs, policy.longestQueueMs));
  const freeMs = nowMs + (Number.isNaN(busyMs) ? 0 : busyMs);
  const startMs = materialChange ? openFrom(lab.profile, freeMs) + policy.materialChangeSeconds * 1000 : freeMs;
  return Math.round(openFrom(lab.profile, startMs + seconds * 1000));
}

function breakdownOf(
  { input: { policy }, lab: { profile } }: Site,
  plans: readonly PlatePlan[],
  { materialChange, transportMinor }: { materialChange: boolean; transportMinor: number },
): PriceBreakdown {
  const lines = addBreakdowns(plans.map((plate) => priceOfPlate(plate, profile.prices, policy)));
  const change = materialChange
    ? roundMinor((policy.materialChangeSeconds / 3600) * profile.prices.labourHourMinor)
    : 0;
  return completeBreakdown({ ...lines, labour: lines.labour + change }, transportMinor, policy);
}

const sumOf = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

export const round = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

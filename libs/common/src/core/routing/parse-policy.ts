// A routing policy as it comes from a file or a vote: what it leaves out is the first policy's; what cannot be meant is
// refused with the name of its field.

import { CURRENCY_DECIMALS } from '../kernel/money.js';
import { ok, refuse, type Result } from '../kernel/result.js';
import { OBJECTIVES, TERMS, type Weights } from './objective.js';
import { FIRST_POLICY, type RoutingPolicy } from './policy.js';
import { MODES, type TransportMode } from './transport-modes.js';

/** Least and most of a number, both included; `whole` for what is counted. */
interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
}

/** More than this of one term drowns all others. */
const MOST_WEIGHT = 1_000_000;
const factor: Bounds = { least: 0, most: 1000 };
const minor: Bounds = { least: 0, most: 100_000_000, whole: true };
const permille: Bounds = { least: 0, most: 1000 };
const seconds: Bounds = { least: 0, most: 86_400 };
const ms: Bounds = { least: 1, most: 366 * 86_400_000 };

/** Numbers of a policy; `withinKm` may be left out. */
const NUMBERS: Readonly<Partial<Record<keyof RoutingPolicy, Bounds>>> = {
  version: { least: 1, most: 1_000_000_000, whole: true },
  maxOptions: { least: 1, most: 100, whole: true },
  maxPassedOver: { least: 0, most: 10_000, whole: true },
  withinKm: { least: 0, most: 20_100 },
  compareAtMost: { least: 1, most: 10_000, whole: true },
  maxShares: { least: 1, most: 20, whole: true },
  splitFromHours: { least: 0, most: 10_000 },
  hourMinor: minor,
  co2eKgMinor: minor,
  fairnessMinor: minor,
  homeMinor: minor,
  turnedFailures: { least: 0, most: 1 },
  failuresPerHour: { least: 0, most: 10 },
  materialChangeSeconds: seconds,
  longestQueueMs: ms,
  designerPermille: permille,
  commonsFundPermille: permille,
  shippingBaseMinor: minor,
  shippingKmMinor: minor,
  handlingPlateSeconds: seconds,
  handlingPieceSeconds: seconds,
  gapMm: { least: 0, most: 1000 },
  gridKgPerKwh: factor,
  counterAnswerWithinMs: ms,
  startLeaseMs: ms,
  lostAfterMs: ms,
  lostAfterShareOfEstimate: factor,
  againMayCostFactor: factor,
};

const MODE_NUMBERS: Readonly<Record<Exclude<keyof TransportMode, 'mode' | 'source'>, Bounds>> = {
  upToKm: { least: 0, most: 50_000 },
  detourFactor: { least: 1, most: 10 },
  kgPerTonneKm: { least: 0, most: 100 },
  handlingHours: { least: 0, most: 10_000 },
  kmPerHour: { least: 0.1, most: 10_000 },
};

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The whole policy, or a refusal that names the first field that is wrong. */
export function parsePolicy(value: unknown): Result<RoutingPolicy> {
  if (!isFields(value)) return wrong('policy', 'has to be an object');
  const unknown = Object.keys(value).find((key) => !(key in FIRST_POLICY) && key !== 'withinKm');
  if (unknown !== undefined) return wrong(unknown, 'is no field of a routing policy');
  const number = firstWrong(value, NUMBERS as Readonly<Record<string, Bounds>>);
  if (number) return number;
  if (value['currency'] !== undefined && !Object.keys(CURRENCY_DECIMALS).some((code) => code === value['currency']))
    return wrong('currency', `has to be one of ${Object.keys(CURRENCY_DECIMALS).join(', ')}`);
  if (value['objective'] !== undefined && !(OBJECTIVES as readonly unknown[]).includes(value['objective']))
    return wrong('objective', `has to be one of ${OBJECTIVES.join(', ')}`);
  const answer = value['answerWithinMs'];
  if (answer !== undefined) {
    if (!isFields(answer)) return wrong('answerWithinMs', 'has to name auto and person');
    const bad = firstWrong(
      { auto: answer['auto'] ?? NaN, person: answer['person'] ?? NaN },
      { auto: ms, person: ms },
      'answerWithinMs.',
    );
    if (bad) return bad;
  }
  const weights =
    value['weights'] === undefined ? ok(FIRST_POLICY.weights) : parseWeights(value['weights'], FIRST_POLICY.weights);
  if (!weights.ok) return weights;
  const modes = value['transport'] === undefined ? ok(FIRST_POLICY.transport) : parseModes(value['transport']);
  if (!modes.ok) return modes;
  return ok({ ...FIRST_POLICY, ...(value as Partial<RoutingPolicy>), weights: weights.value, transport: modes.value });
}

/** Weights, those left out as in `base`: each from 0 to a million, and one of them above 0. */
export function parseWeights(value: unknown, base: Weights): Result<Weights> {
  if (!isFields(value)) return wrong('weights', `has to be an object of numbers for ${TERMS.join(', ')}`);
  const unknown = Object.keys(value).find((key) => !(TERMS as readonly string[]).includes(key));
  if (unknown !== undefined) return wrong(`weights.${unknown}`, `is none of ${TERMS.join(', ')}`);
  const bounds = Object.fromEntries(TERMS.map((term) => [term, { least: 0, most: MOST_WEIGHT }]));
  const bad = firstWrong(value, bounds, 'weights.');
  if (bad) return bad;
  const all: Weights = { ...base, ...(value as Partial<Weights>) };
  return TERMS.some((term) => all[term] > 0) ? ok(all) : wrong('weights', 'are all zero: nothing would matter');
}

function parseModes(value: unknown): Result<readonly TransportMode[]> {
  if (!Array.isArray(value) || value.length === 0 || value.length > 20)
    return wrong('transport', 'has to be a list of 1 to 20 modes');
  let reached = -1;
  for (const [at, mode] of (value as unknown[]).entries()) {
    const field = `transport[${at}]`;
    if (!isFields(mode)) return wrong(field, 'has to be an object');
    if (!(MODES as readonly unknown[]).includes(mode['mode']))
      return wrong(`${field}.mode`, `has to be one of ${MODES.join(', ')}`);
    if (typeof mode['source'] !== 'string' || mode['source'] === '')
      return wrong(`${field}.source`, 'has to say where the factor is from');
    const complete = Object.fromEntries(Object.keys(MODE_NUMBERS).map((key) => [key, mode[key] ?? NaN]));
    const bad = firstWrong(complete, MODE_NUMBERS, `${field}.`);
    if (bad) return bad;
    const upToKm = mode['upToKm'] as number;
    if (upToKm <= reached) return wrong(`${field}.upToKm`, 'has to be farther than the mode before it');
    reached = upToKm;
  }
  return ok(value as readonly TransportMode[]);
}

function firstWrong(value: Fields, table: Readonly<Record<string, Bounds>>, before = ''): Result<never> | undefined {
  for (const [field, { least, most, whole }] of Object.entries(table)) {
    const found = value[field];
    if (found === undefined) continue;
    const inBounds = typeof found === 'number' && found >= least && found <= most;
    if (!inBounds || (whole === true && !Number.isInteger(found)))
      return wrong(
        before + field,
        `has to be a ${whole === true ? 'whole ' : ''}number from ${least} to ${most}, not ${JSON.stringify(found)}`,
      );
  }
  return undefined;
}

const wrong = (field: string, what: string): Result<never> =>
  refuse('policy/field', `${field} ${what}.`, {
    remedy: 'docs/route.md describes the fields of a policy.',
    details: { field },
  });

// What nobody can make, in words so coarse that they tell of no customer: a kind of work, a size, a region, and the
// requirement that stood in the way.

import type { Part, Process } from '../design/part.js';
import type { LatLon } from '../kernel/geo.js';
import type { DecisionRequest } from './decide-again.js';
import type { Miss, QuoteAnswer } from './quote.js';

export interface UnmetDemand {
  readonly processes: readonly Process[];
  readonly material: string;
  /** The longest side of the largest part is at most so long; undefined: longer than all classes. */
  readonly upToMm?: number | undefined;
  readonly region: LatLon;
  readonly code: string;
  /** To follow "a lab that …". */
  readonly requirement: string;
  /** The one that came nearest to enough. */
  readonly miss?: Miss | undefined;
  /** Labs that would do but for this, within so many kilometres, roughly. */
  readonly wouldDo?: { readonly labs: number; readonly withinKm: number } | undefined;
}

const SIZES_MM = [50, 100, 200, 300, 500, 1000, 2000];
/** Half a degree: fifty kilometres and less. */
const REGIONS_PER_DEGREE = 2;
const COARSE_KM = 50;
/** These tell of one order and not of the network. */
const OF_ONE_ORDER = new Set(['lab/refused', 'order/deadline-past']);

/** The middle of the region in which a place lies. */
export function regionOf({ lat, lon }: LatLon): LatLon {
  const round = (degrees: number): number => Math.round(degrees * REGIONS_PER_DEGREE) / REGIONS_PER_DEGREE + 0;
  return { lat: round(lat), lon: round(lon) === 180 ? -180 : round(lon) };
}

/** What an answer without options leaves unmet; undefined where it has options, or where only this one order stood in the way. */
export function unmetBy(
  parts: readonly Part[],
  { material, color, to }: Pick<DecisionRequest, 'material' | 'color' | 'to'>,
  { options, nearestMisses = [], tally }: Pick<QuoteAnswer, 'options' | 'nearestMisses' | 'tally'>,
): UnmetDemand | undefined {
  const [nearest] = nearestMisses;
  const first = nearest ?? tally.find(({ code }) => !OF_ONE_ORDER.has(code));
  if (options.length > 0 || first === undefined) return undefined;
  const longestMm = Math.max(...parts.map(({ boxMm: { x, y, z } }) => Math.max(x, y, z)));
  const { miss, onlyThis } = nearest ?? {};
  return {
    processes: [...new Set(parts.map(({ process }) => process))].sort(),
    material,
    upToMm: SIZES_MM.find((mm) => longestMm <= mm),
    region: regionOf(to.at),
    code: first.code,
    // A colour is the customer's own word, and could be any.
    requirement:
      color === undefined ? first.requirement : first.requirement.replace(` in ${color}`, ' in the wanted colour'),
    miss,
    wouldDo: onlyThis && {
      labs: onlyThis.labs,
      withinKm: Math.max(1, Math.ceil(onlyThis.toKm / COARSE_KM)) * COARSE_KM,
    },
  };
}

// The ways in which a part can lie on a bed, each with what it costs to print it so, and the one that is proposed.

import type { HullFacet } from './hull-facets.js';
import type { Mesh } from './mesh.js';
import type { SolidMeasures } from './measure.js';
import type { PointMm } from './point.js';
import { type Rest, restsOf, squared } from './resting.js';
import { type Rotation, NO_ROTATION, matrixOf, rangeAlong, rotatedBox } from './rotation.js';
import { type Bed, supportsOn } from './supports.js';

/** A way to lie on the bed. */
export interface Orientation {
  /** From the position in the file, about the origin. */
  readonly rotation: Rotation;
  readonly asModelled: boolean;
  /** Box of the turned part: z is its height on the bed. */
  readonly boxMm: PointMm;
  /** Area of the convex hull's face that is down: 0 when it stands on an edge or a point. */
  readonly faceMm2: number;
  /** How far it may be tilted before it falls over, degrees. */
  readonly tipsAtDeg: number;
  readonly overhangMm2: number;
  readonly baseContactMm2: number;
}

export interface PrintOrientation extends Orientation {
  /** Why this one, in words. */
  readonly reason: string;
}

export interface Orientations {
  /** Stable ones, the largest and steadiest faces first; few. */
  readonly resting: readonly Orientation[];
  readonly proposed: PrintOrientation;
  /** The middle of the largest face that overhangs as the part is modelled. */
  readonly largestOverhangAt?: PointMm;
}

/** Shares of surface and of the box's diagonal are weighed so: support costs most, then height and a small base. */
const WEIGHTS = { overhang: 1, height: 0.1, base: 0.3, unstable: 0.15 };
/** What another orientation must be better by: designers know how their parts are printed. */
const MODELLED_IS_RIGHT = 0.05;

/** What orientations are found from: the welded points, those of them on the hull, and the hull (none for flat bodies). */
export interface Shape {
  readonly mesh: Mesh;
  readonly points: Float32Array;
  readonly hullPoints: Float32Array;
  readonly hull: readonly HullFacet[] | undefined;
}

/** Resting orientations and the one proposed for printing. */
export function orientationsOf(shape: Shape, solid: SolidMeasures & { centreOfMassMm: PointMm }): Orientations {
  const { points, hull, hullPoints } = shape;
  const rests = hull ? restsOf(points, hull, solid.centreOfMassMm).map((rest) => squared(rest, hullPoints)) : [];
  const unstable: Rest = { rotation: NO_ROTATION, asModelled: true, faceMm2: 0, tipsAtDeg: 0 };
  const all = rests.some(({ asModelled }) => asModelled) ? rests : [...rests, unstable];
  const supports = supportsOn(
    shape.mesh,
    all.map((rest) => bedOf(rest, points)),
    solid.insideOut ? -1 : 1,
  );
  const orientations = all.map((rest, i): Orientation => {
    const { overhangMm2, baseContactMm2 } = supports[i]!;
    return { ...rest, boxMm: rotatedBox(points, rest.rotation).boxMm, overhangMm2, baseContactMm2 };
  });
  const largestAt = supports[all.findIndex(({ asModelled }) => asModelled)]?.largestAt;
  return {
    resting: orientations.slice(0, rests.length),
    proposed: propose(orientations, solid),
    ...(largestAt ? { largestOverhangAt: largestAt } : {}),
  };
}

function bedOf({ rotation }: Rest, points: Float32Array): Bed {
  const m = matrixOf(rotation);
  const down = [-m[6]!, -m[7]!, -m[8]!] as const;
  return { down, reach: rangeAlong(points, down).max };
}

function propose(orientations: readonly Orientation[], solid: SolidMeasures): PrintOrientation {
  const cost = costIn(solid);
  const modelled = orientations.find(({ asModelled }) => asModelled)!;
  const best = orientations.toSorted((a, b) => cost(a) - cost(b))[0]!;
  if (best.asModelled || cost(best) > cost(modelled) - MODELLED_IS_RIGHT) {
    return { ...modelled, reason: `As it stands in its file: ${standing(modelled)}.` };
  }
  return { ...best, reason: `Turned: ${gains(best, modelled).join(', ')}; ${standing(best)}.` };
}

/** A number without unit, lower for what is easier to print. */
const costIn =
  ({ areaMm2, boxMm }: SolidMeasures) =>
  ({ overhangMm2, baseContactMm2, boxMm: turned, tipsAtDeg }: Orientation): number =>
    (WEIGHTS.overhang * overhangMm2) / areaMm2 +
    (WEIGHTS.height * turned.z) / Math.hypot(boxMm.x, boxMm.y, boxMm.z) -
    (WEIGHTS.base * baseContactMm2) / areaMm2 +
    (tipsAtDeg > 0 ? 0 : WEIGHTS.unstable);

function standing({ baseContactMm2, overhangMm2, boxMm }: Orientation): string {
  const overhang = overhangMm2 < 0.5 ? 'nothing overhangs' : `${squareCm(overhangMm2)} overhang`;
  return `${squareCm(baseContactMm2)} touch the bed, ${overhang}, ${boxMm.z.toFixed(1)} mm high`;
}

function gains(best: Orientation, modelled: Orientation): string[] {
  const said: string[] = [];
  const lessOverhang = modelled.overhangMm2 - best.overhangMm2;
  const moreBase = best.baseContactMm2 - modelled.baseContactMm2;
  const lower = modelled.boxMm.z - best.boxMm.z;
  if (modelled.tipsAtDeg === 0) said.push('it does not stand as it is modelled');
  if (lessOverhang >= 0.5) said.push(`${squareCm(lessOverhang)} less overhang`);
  if (moreBase >= 0.5) said.push(`${squareCm(moreBase)} more on the bed`);
  if (lower >= 0.1) said.push(`${lower.toFixed(1)} mm lower`);
  return said.length > 0 ? said : ['easier to print so'];
}

const squareCm = (mm2: number): string => `${Number((mm2 / 100).toPrecision(2))} cm²`;

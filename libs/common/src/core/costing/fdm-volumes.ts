// What a filament printer lays down for a part: walls, skins, infill, supports, from the part's sections.

import type { SectionProfile, Stratum } from '../design/section-profile.js';
import { DEPTHS_MM } from '../geometry/sections.js';
import { SKIN_EDGES_MM } from '../geometry/sections-skins.js';
import { type PrintSettings, spacingMm } from './print-settings.js';

/*
 * Three constants are fitted, to PrusaSlicer 2.5.0 (mean absolute error, parts of five collections; the benchmark
 * `estimate-accuracy` says which, and tells the error on the others).
 */
/** Fills reach so far under the innermost wall, millimetres (infill_overlap). */
const OVERLAP_MM = 0.064;
/** Lines of an infill are tied together along the walls: so much more, millimetres of width (infill_anchor). */
const ANCHOR_MM = 0.149;
/** A skin over an infill or over air begins with round threads: so much of a layer more (thick_bridges). */
const BRIDGE_SHARE = 0.419;

/** What the slicing truth was printed with; anchors and bridges shrink from there to nothing at 100 %. */
const FITTED_DENSITY = 0.15;

/** Depth behind which the profile tells skins. */
const SKINNED_MM = 0.8;
const RIM_STEP_MM = 0.4;
/** Supports of PrusaSlicer: lines 0.35 mm wide and 2.5 mm apart, under the part three layers of lines 0.55 mm apart. */
const SUPPORT_SHARE = 0.14;
const INTERFACE_SHARE = 0.64;
const INTERFACE_LAYERS = 3;

/** Cubic millimetres of material by what it is for, with what the time depends on. */
export interface FdmVolumes {
  readonly walls: number;
  /** Solid skins and regions too small for an infill. */
  readonly solid: number;
  readonly infill: number;
  /** What bridges take beyond a layer. */
  readonly bridges: number;
  readonly supports: number;
  /** Area of bridges, square millimetres. */
  readonly bridgeMm2: number;
  /** Volume inside the walls, solid or not. */
  readonly insideMm3: number;
  /** Outline of what is inside the walls, summed over the height: square millimetres. */
  readonly rimMm2: number;
}

/** The volumes of one piece; no term is negative. */
export function fdmVolumes(profile: SectionProfile, settings: PrintSettings): FdmVolumes {
  const { layerMm } = settings;
  const density = Math.min(1, Math.max(0, settings.infillPercent / 100));
  const wallMm = settings.perimeters * spacingMm(settings.lineMm, layerMm);
  const { walls, inside, skinned, small, rimMm2 } = sumOf(profile, wallMm);
  const [topMm, bottomMm] = [settings.topLayers * layerMm, settings.bottomLayers * layerMm];
  const deeper = skinned > 0 ? inside / skinned : 0;
  const skins = Math.min(inside, deeper * skinMm3(profile, topMm, bottomMm));
  const loose = inside - skins;
  const sparse = inside > 0 ? loose * (1 - small / inside) : 0;
  const sparseShare = inside > 0 ? sparse / inside : 0;
  const overlap = inside > 0 ? OVERLAP_MM * rimMm2 : 0;
  // Both are there because of an infill with holes; capped, so that a denser infill is never the lighter one.
  const anchors = density > 0 ? Math.min(ANCHOR_MM * rimMm2 * sparseShare, sparse / 2) : 0;
  const lowest =
    deeper * (skinMm3(profile, topMm, bottomMm) - skinMm3(profile, Math.max(0, topMm - layerMm), bottomMm));
  const overInfill = loose > 0 ? Math.min(lowest, inside) * (sparse / loose) : 0;
  const holes = (1 - density) / (1 - FITTED_DENSITY);
  return {
    walls,
    solid: inside - sparse + overlap * (1 - sparseShare),
    infill: sparse * density + overlap * sparseShare + anchors * holes,
    bridges: BRIDGE_SHARE * profile.bridgeMm2 * layerMm + Math.min(BRIDGE_SHARE * overInfill, sparse * 0.4) * holes,
    supports: settings.supports ? supportMm3(profile, layerMm) : 0,
    bridgeMm2: profile.bridgeMm2 + (density < 1 ? overInfill / layerMm : 0),
    insideMm3: inside,
    rimMm2,
  };
}

function sumOf(
  profile: SectionProfile,
  wallMm: number,
): Record<'walls' | 'inside' | 'skinned' | 'small' | 'rimMm2', number> {
  const sum = { walls: 0, inside: 0, skinned: 0, small: 0, rimMm2: 0 };
  for (const stratum of profile.strata) {
    const [thicknessMm, areaMm2, , , smallShare] = stratum;
    const inside = insideMm2(stratum, wallMm);
    sum.walls += (areaMm2 - inside) * thicknessMm;
    sum.inside += inside * thicknessMm;
    sum.skinned += insideMm2(stratum, SKINNED_MM) * thicknessMm;
    sum.small += smallShare * inside * thicknessMm;
    sum.rimMm2 += rimMm(stratum, wallMm) * thicknessMm;
  }
  return sum;
}

/** Area of a section farther from its outline than a depth, between the depths that were measured; straight on beyond. */
export function insideMm2([, areaMm2, , , , innerMm2]: Stratum, depthMm: number): number {
  let [fromMm, from] = [0, areaMm2];
  let slope = 0;
  for (const [k, toMm] of DEPTHS_MM.entries()) {
    const to = Math.min(from, innerMm2[k]!);
    slope = (to - from) / (toMm - fromMm);
    if (depthMm <= toMm) break;
    [fromMm, from] = [toMm, to];
  }
  return Math.max(0, from + slope * (depthMm - fromMm));
}

/** Length of the outline at a depth: how fast the area inside shrinks there. */
export const rimMm = (stratum: Stratum, depthMm: number): number =>
  (insideMm2(stratum, depthMm) - insideMm2(stratum, depthMm + RIM_STEP_MM)) / RIM_STEP_MM;

/** Volume nearer to a face above or below than given, cubic millimetres. */
function skinMm3({ skinsMm3 }: SectionProfile, topMm: number, bottomMm: number): number {
  let sum = 0;
  const edge = (k: number): number => (k === 0 ? 0 : SKIN_EDGES_MM[k - 1]!);
  const within = (k: number, reachMm: number): number =>
    k === SKIN_EDGES_MM.length ? 0 : Math.min(1, Math.max(0, (reachMm - edge(k)) / (edge(k + 1) - edge(k))));
  for (const [up, row] of skinsMm3.entries()) {
    const top = within(up, topMm);
    for (const [down, mm3] of row.entries()) if (mm3 > 0) sum += mm3 * (1 - (1 - top) * (1 - within(down, bottomMm)));
  }
  return sum;
}

const supportMm3 = ({ supportMm3: room, supportMm2 }: SectionProfile, layerMm: number): number => {
  const dense = Math.min(room, supportMm2 * INTERFACE_LAYERS * layerMm);
  return dense * INTERFACE_SHARE + (room - dense) * SUPPORT_SHARE;
};

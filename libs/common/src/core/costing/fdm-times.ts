// How long a filament printer takes for what it lays down: lengths over speeds, stops, moves and layers that must cool.

import type { SectionProfile } from '../design/section-profile.js';
import { type FdmVolumes, insideMm2, rimMm } from './fdm-volumes.js';
import { type PrintSettings, spacingMm } from './print-settings.js';

/**
 * Getting from one line to the next (travel, retraction, slowing down), seconds per millimetre of the outline of what
 * is filled. The one constant of time that is fitted, as those of the volumes; all else follows from the settings.
 */
const MOVE_SECONDS_PER_MM = 0.029;
/** Moving on to the next layer. */
const LAYER_SECONDS = 0.2;

/** Seconds by what they are spent on. */
export interface FdmSeconds {
  readonly walls: number;
  readonly solid: number;
  readonly infill: number;
  readonly bridges: number;
  readonly supports: number;
  readonly moves: number;
  /** Slower than asked, so that a small layer sets before the next one. */
  readonly cooling: number;
}

/** The times of one piece, heating and levelling not counted. */
export function fdmSeconds(profile: SectionProfile, volumes: FdmVolumes, settings: PrintSettings): FdmSeconds {
  const { layerMm, lineMm, topLineMm, speeds } = settings;
  const flowMm2 = layerMm * spacingMm(lineMm, layerMm);
  const speed = (wanted: number): number => Math.min(wanted, (settings.mostFlowMm3PerS ?? Infinity) / flowMm2);
  const first = profile.strata[0];
  const wallMm = settings.perimeters * spacingMm(lineMm, layerMm);
  const firstMm3 = first ? insideMm2(first, wallMm) * layerMm : 0;
  const bottom = Math.min(firstMm3, volumes.solid);
  const top = Math.min(profile.flatTopMm2 * layerMm, volumes.solid - bottom);
  const rest = Math.max(0, volumes.solid - bottom - top - volumes.bridgeMm2 * layerMm);
  const topFlowMm2 = layerMm * spacingMm(topLineMm, layerMm);
  return {
    ...strataSeconds(profile, volumes, settings),
    solid:
      top / topFlowMm2 / speed(speeds.top) +
      bottom / flowMm2 / speed(speeds.firstLayer) +
      rest / flowMm2 / speed(speeds.solid),
    infill: infillSeconds(volumes, settings, speed(speeds.infill)),
    bridges: volumes.bridgeMm2 / lineMm / speed(speeds.bridge),
    supports: volumes.supports / flowMm2 / speed(speeds.support),
    moves: (MOVE_SECONDS_PER_MM * volumes.rimMm2) / layerMm,
  };
}

/** Lines that end at the walls: each speeds up and slows down; they are as long as a chord of what is filled, on average. */
function infillSeconds({ infill, insideMm3, rimMm2 }: FdmVolumes, settings: PrintSettings, speed: number): number {
  const lengthMm = infill / (settings.layerMm * spacingMm(settings.lineMm, settings.layerMm));
  if (lengthMm === 0) return 0;
  const chordMm = rimMm2 > 0 ? Math.max(0.5, (Math.PI * insideMm3) / rimMm2) : Infinity;
  return lengthMm / speed + (lengthMm / chordMm) * (speed / settings.accelerationMmPerS2);
}

/** What is reckoned layer by layer: walls, and what is waited for. */
function strataSeconds(
  { strata }: SectionProfile,
  { solid, infill, insideMm3 }: FdmVolumes,
  settings: PrintSettings,
): Pick<FdmSeconds, 'walls' | 'cooling'> {
  const { layerMm, speeds, leastLayerSeconds, leastSpeed } = settings;
  const lineMm = spacingMm(settings.lineMm, layerMm);
  const wallMm = settings.perimeters * lineMm;
  const limit = (settings.mostFlowMm3PerS ?? Infinity) / (layerMm * lineMm);
  const [outerSpeed, innerSpeed, smallSpeed] = [speeds.externalPerimeter, speeds.perimeter, speeds.smallPerimeter].map(
    (speed) => Math.min(speed, limit),
  ) as [number, number, number];
  const solidShare = insideMm3 > 0 ? solid / insideMm3 : 0;
  const infillShare = insideMm3 > 0 ? infill / insideMm3 : 0;
  let [walls, cooling] = [0, 0];
  for (const [index, stratum] of strata.entries()) {
    const [thicknessMm, areaMm2, perimeterMm, smallLoopMm] = stratum;
    const layers = thicknessMm / layerMm;
    const inside = insideMm2(stratum, wallMm);
    const length = (areaMm2 - inside) / lineMm;
    const outer = Math.min(length, perimeterMm);
    const small = perimeterMm > 0 ? Math.min(1, smallLoopMm / perimeterMm) : 0;
    const wall = (small * length) / smallSpeed + (1 - small) * (outer / outerSpeed + (length - outer) / innerSpeed);
    walls += wall * layers;
    if (index === 0) walls += Math.max(0, (length - outer) * (1 / Math.min(speeds.firstLayer, limit) - 1 / innerSpeed));
    const fill = (inside / lineMm) * (solidShare / speeds.solid + infillShare / speeds.infill);
    const moves = LAYER_SECONDS + MOVE_SECONDS_PER_MM * rimMm(stratum, wallMm);
    const slowest = (length + (inside / lineMm) * (solidShare + infillShare)) / leastSpeed;
    cooling += Math.max(0, Math.min(leastLayerSeconds, slowest) - wall - fill - moves) * layers;
  }
  return { walls, cooling };
}

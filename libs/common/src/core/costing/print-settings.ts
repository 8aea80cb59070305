// How a part is printed: what a slicer's profile says, with PrusaSlicer's defaults.

import type { DemandedSettings } from '../design/part.js';

/** Millimetres a second. */
interface PrintSpeeds {
  readonly perimeter: number;
  readonly externalPerimeter: number;
  /** Outlines shorter than 41 mm. */
  readonly smallPerimeter: number;
  readonly infill: number;
  readonly solid: number;
  readonly top: number;
  readonly bridge: number;
  readonly firstLayer: number;
  readonly support: number;
}

export interface PrintSettings {
  readonly layerMm: number;
  readonly perimeters: number;
  readonly topLayers: number;
  readonly bottomLayers: number;
  /** 0 to 100. */
  readonly infillPercent: number;
  readonly supports: boolean;
  readonly lineMm: number;
  readonly topLineMm: number;
  readonly speeds: PrintSpeeds;
  readonly accelerationMmPerS2: number;
  /** Layers shorter than this are printed more slowly, down to the least speed. */
  readonly leastLayerSeconds: number;
  readonly leastSpeed: number;
  /** What the hot end melts at most, cubic millimetres a second; undefined: as much as is asked for. */
  readonly mostFlowMm3PerS?: number | undefined;
}

/**
 * Defaults of PrusaSlicer 2.5.0 with a 0.4 mm nozzle (`prusa-slicer --save`), but layers of 0.2 mm, two perimeters,
 * 15 % infill and 5 + 4 solid layers, as its print profiles for that nozzle have them.
 */
const DEFAULT_PRINT_SETTINGS: PrintSettings = {
  layerMm: 0.2,
  perimeters: 2,
  topLayers: 5,
  bottomLayers: 4,
  infillPercent: 15,
  supports: false,
  lineMm: 0.45,
  topLineMm: 0.4,
  speeds: {
    perimeter: 60,
    externalPerimeter: 30,
    smallPerimeter: 15,
    infill: 80,
    solid: 20,
    top: 15,
    bridge: 60,
    firstLayer: 30,
    support: 60,
  },
  accelerationMmPerS2: 1500,
  leastLayerSeconds: 5,
  leastSpeed: 10,
};

/** Settings for a part: what its designer demands goes before what the lab has. */
export function settingsFor(part: DemandedSettings, lab: Partial<PrintSettings> = {}): PrintSettings {
  const base = { ...DEFAULT_PRINT_SETTINGS, ...lab };
  return {
    ...base,
    infillPercent: part.infillPercent ?? base.infillPercent,
    layerMm: part.layerMm ?? base.layerMm,
    perimeters: part.perimeters ?? base.perimeters,
    supports: part.supports ?? base.supports,
  };
}

/** One plate has one profile: the strictest of what is demanded of its parts. */
export function demandedOf(parts: readonly DemandedSettings[]): DemandedSettings {
  const said = (key: 'infillPercent' | 'layerMm' | 'perimeters'): number[] => parts.flatMap((part) => part[key] ?? []);
  const [infill, layers, perimeters] = [said('infillPercent'), said('layerMm'), said('perimeters')];
  const supports = parts.flatMap((part) => part.supports ?? []);
  return {
    ...(infill.length === 0 ? {} : { infillPercent: Math.max(...infill) }),
    ...(layers.length === 0 ? {} : { layerMm: Math.min(...layers) }),
    ...(perimeters.length === 0 ? {} : { perimeters: Math.max(...perimeters) }),
    ...(supports.length === 0 ? {} : { supports: supports.some(Boolean) }),
  };
}

/** Distance of neighbouring lines: they overlap by their round sides (Slic3r's flow math). */
export const spacingMm = (lineMm: number, layerMm: number): number => lineMm - layerMm * (1 - Math.PI / 4);

// What G-code may do on one machine. Nothing here is known of a file; all of it is known of the machine and its lab.

import type { Machine } from '../lab/lab.js';

export interface GcodeLimits {
  /** Where the nozzle may be, millimetres in the machine's coordinates, margin included. */
  readonly minMm: readonly [x: number, y: number, z: number];
  readonly maxMm: readonly [x: number, y: number, z: number];
  /** Of a round bed about the origin: how far from the middle; undefined: the box decides. */
  readonly radiusMm?: number | undefined;
  /** Where Z stands after homing: 0, or the top of a delta. */
  readonly homeZMm: number;
  readonly maxNozzleCelsius: number;
  readonly maxBedCelsius: number;
  readonly maxChamberCelsius: number;
  readonly maxFeedMmPerMinute: number;
  readonly tools: number;
  /** Macros of the machine that a file may call, upper case, e.g. `START_PRINT`; they home. */
  readonly macros: ReadonlySet<string>;
  /** Macros after which the heaters are off, upper case, e.g. `END_PRINT`. */
  readonly endMacros: ReadonlySet<string>;
  /** Further codes that the lab allows on this machine, e.g. `M907`; never those that are refused everywhere. */
  readonly alsoAllowed: ReadonlySet<string>;
}

/** What a lab may say about a machine in its settings; what is left out is as {@link limitsOf} has it. */
export interface GcodeSettings {
  /** How far outside the build volume the nozzle may go: purge lines at the rim of the bed, millimetres. */
  readonly marginMm?: number | undefined;
  /** The corner of the bed with the smallest coordinates; of a round bed the middle is the origin. */
  readonly originMm?: { readonly x: number; readonly y: number } | undefined;
  readonly maxNozzleCelsius?: number | undefined;
  readonly maxBedCelsius?: number | undefined;
  readonly maxFeedMmPerMinute?: number | undefined;
  readonly tools?: number | undefined;
  readonly macros?: readonly string[] | undefined;
  readonly endMacros?: readonly string[] | undefined;
  readonly alsoAllowed?: readonly string[] | undefined;
}

/** Stock start G-code of the Prusa i3 purges at Y −3, of FLSun's deltas at 3 mm beyond the rim. */
const MARGIN_MM = 5;
/** Layers are squeezed into the bed by a live adjustment, never by more. */
const BELOW_BED_MM = 0.5;
const MAX_NOZZLE_CELSIUS = 285;
const MAX_BED_CELSIUS = 115;
/** 500 mm/s. */
const MAX_FEED_MM_PER_MINUTE = 30_000;
const MACROS = ['START_PRINT', 'PRINT_START'] as const;
const END_MACROS = ['END_PRINT', 'PRINT_END'] as const;

/** What a machine's G-code may do, by its description and what its lab says beyond it. */
export function limitsOf(
  {
    buildVolumeMm: { x, y, z },
    bedShape,
    chamberCelsius,
  }: Pick<Machine, 'buildVolumeMm' | 'bedShape' | 'chamberCelsius'>,
  settings: GcodeSettings = {},
): GcodeLimits {
  const margin = settings.marginMm ?? MARGIN_MM;
  const isRound = bedShape === 'round';
  const origin = isRound ? { x: -x / 2, y: -y / 2 } : (settings.originMm ?? { x: 0, y: 0 });
  const named = (names: readonly string[]): Set<string> => new Set(names.map((name) => name.toUpperCase()));
  return {
    minMm: [origin.x - margin, origin.y - margin, -BELOW_BED_MM],
    maxMm: [origin.x + x + margin, origin.y + y + margin, z + margin],
    radiusMm: isRound ? Math.max(x, y) / 2 + margin : undefined,
    homeZMm: isRound ? z : 0,
    maxNozzleCelsius: settings.maxNozzleCelsius ?? MAX_NOZZLE_CELSIUS,
    maxBedCelsius: settings.maxBedCelsius ?? MAX_BED_CELSIUS,
    maxChamberCelsius: chamberCelsius ?? 0,
    maxFeedMmPerMinute: settings.maxFeedMmPerMinute ?? MAX_FEED_MM_PER_MINUTE,
    tools: settings.tools ?? 1,
    macros: named(settings.macros ?? MACROS),
    endMacros: named(settings.endMacros ?? END_MACROS),
    alsoAllowed: named(settings.alsoAllowed ?? []),
  };
}

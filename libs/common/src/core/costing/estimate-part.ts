// How much material, time and energy one piece takes on a printer, without slicing: from its sections where the part
// has them, otherwise from its box, volume and area.

import type { CutLines, Material, Part, Process } from '../design/part.js';
import { estimatePowder } from './estimate-powder.js';
import { estimateSheet } from './estimate-sheet.js';
import { DEFAULT_RESIN_SETTINGS, estimateResin } from './estimate-sla.js';
import { fdmSeconds } from './fdm-times.js';
import { fdmVolumes } from './fdm-volumes.js';
import { type MaterialFacts, type SheetFacts, materialFacts } from './materials.js';
import { type PrintSettings, settingsFor } from './print-settings.js';

/** What of a part an estimate reads. */
export type Estimable = Pick<
  Part,
  'boxMm' | 'volumeMm3' | 'areaMm2' | 'cut' | 'infillPercent' | 'layerMm' | 'perimeters' | 'supports' | 'profile'
>;

/** What one piece takes. */
export interface PartEstimate {
  readonly massGrams: number;
  readonly seconds: number;
  /** What of that passes once for all pieces of a plate, the longest of them: layers of resin or powder. */
  readonly sharedSeconds: number;
  readonly energyKwh: number;
  /** What the mass and the time are made of; each sums to the whole. */
  readonly terms: {
    readonly massGrams: Readonly<Record<string, number>>;
    readonly seconds: Readonly<Record<string, number>>;
  };
  /** Half the width of the band that holds four of five parts, as a share of the figure. */
  readonly uncertainty: { readonly massShare: number; readonly timeShare: number };
  /** What it was reckoned from: the part's sections, or only its box, volume and area. */
  readonly basis: 'sections' | 'measures';
}

/** Average electric power while printing, kilowatts: the upper figure of desktop printers' data sheets (ABS settings). */
const POWER_KW = 0.12;
/** Others: a 60 W laser with cooling and extraction, a small sintering machine, a router: assumptions. */
const POWERS_KW: Partial<Readonly<Record<Process, number>>> = { 'laser-cutting': 1.2, sls: 1.5, 'cnc-milling': 1 };

/** Estimate for one piece in a material; undefined for a material the network does not know, and for sheets without cuts. */
export function estimatePart(
  part: Estimable,
  material: Material,
  lab: Partial<PrintSettings> = {},
): PartEstimate | undefined {
  const facts = materialFacts(material);
  if (facts === undefined) return undefined;
  const reckoned = reckon(part, facts, lab);
  if (!reckoned) return undefined;
  const grams = Object.entries(reckoned.mm3).map(([term, mm3]) => [term, (mm3 / 1000) * facts.densityGramsPerCm3]);
  const massTerms = Object.fromEntries(grams) as Record<string, number>;
  const seconds = sum(reckoned.seconds);
  return {
    massGrams: sum(massTerms),
    seconds,
    sharedSeconds: reckoned.sharedSeconds ?? 0,
    energyKwh: (seconds / 3600) * (POWERS_KW[facts.process] ?? POWER_KW),
    terms: { massGrams: massTerms, seconds: reckoned.seconds },
    uncertainty: reckoned.uncertainty,
    basis: reckoned.basis,
  };
}

interface Reckoned extends Pick<PartEstimate, 'uncertainty' | 'basis'> {
  readonly mm3: Readonly<Record<string, number>>;
  readonly seconds: Readonly<Record<string, number>>;
  readonly sharedSeconds?: number;
}

function reckon(part: Estimable, { process, sheet }: MaterialFacts, lab: Partial<PrintSettings>): Reckoned | undefined {
  if (sheet) return part.cut && fromSheet(part, part.cut, sheet);
  if (process === 'sls') return fromPowder(part);
  return process === 'sla' ? fromResin(part, lab) : fromFilament(part, settingsFor(part, lab));
}

/** Speeds of cutters differ by a third from one to the next. */
const fromSheet = ({ boxMm }: Estimable, cut: CutLines, sheet: SheetFacts): Reckoned => ({
  ...estimateSheet({ ...cut, widthMm: boxMm.x, depthMm: boxMm.y }, sheet),
  uncertainty: { massShare: 0.1, timeShare: 0.35 },
  basis: 'measures',
});

function fromPowder({ boxMm, volumeMm3 }: Estimable): Reckoned {
  const { mm3, seconds } = estimatePowder({ heightMm: boxMm.z, volumeMm3 });
  const uncertainty = { massShare: 0.1, timeShare: 0.3 };
  return { mm3, seconds, sharedSeconds: seconds.layers, uncertainty, basis: 'measures' };
}

const sum = (terms: Readonly<Record<string, number>>): number =>
  Object.values(terms).reduce((total, term) => total + term, 0);

function fromFilament(part: Estimable, settings: PrintSettings): Reckoned {
  if (!part.profile) return fromMeasures(part, settings);
  const volumes = fdmVolumes(part.profile, settings);
  const { walls, solid, infill, bridges, supports } = volumes;
  const inside = volumes.insideMm3 - infill - solid;
  // What is uncertain is which regions a slicer fills: the emptier a part could be, the more.
  const hollow = Math.min(1, Math.max(0, inside) / (walls + solid + infill + bridges));
  return {
    mm3: { walls, solid, infill, bridges, supports },
    seconds: { ...fdmSeconds(part.profile, volumes, settings) },
    uncertainty: {
      massShare: share(MASS_BAND + HOLLOW_MASS_BAND * Math.sqrt(hollow)),
      timeShare: share(TIME_BAND + HOLLOW_TIME_BAND * hollow),
    },
    basis: 'sections',
  };
}

/** Bands of four fifths: of a full part, and what a hollow one adds; those of the parts that the constants were fitted to,
 * made a quarter wider, since parts of another maker differ more. */
const MASS_BAND = 0.025;
const HOLLOW_MASS_BAND = 0.11;
const TIME_BAND = 0.11;
const HOLLOW_TIME_BAND = 0.05;

const share = (value: number): number => Math.round(value * 1000) / 1000;

/** Thickness of the solid shell that walls and skins make together, millimetres, with two perimeters of 0.45 mm. */
const SHELL_MM = 0.9;
/** Deposition including travel and slow layers, cubic millimetres a second at 0.2 mm layers, and the first layer: least
 * squares over 48 real parts sliced with PrusaSlicer 2.5.0. */
const EFFECTIVE_FLOW_MM3_PER_S = 2.06;
const FIRST_LAYER_SECONDS = 83;

/** For parts of old releases: a full shell over a partly filled rest. */
function fromMeasures({ volumeMm3, areaMm2 }: Estimable, settings: PrintSettings): Reckoned {
  const walls = Math.min((areaMm2 * SHELL_MM * settings.perimeters) / 2, volumeMm3);
  const infill = (Math.min(100, Math.max(0, settings.infillPercent)) / 100) * (volumeMm3 - walls);
  const flow = EFFECTIVE_FLOW_MM3_PER_S * (settings.layerMm / 0.2);
  const seconds = { walls: walls / flow, infill: infill / flow, moves: volumeMm3 > 0 ? FIRST_LAYER_SECONDS : 0 };
  return { mm3: { walls, infill }, seconds, uncertainty: { massShare: 0.18, timeShare: 0.25 }, basis: 'measures' };
}

function fromResin(part: Estimable, { layerMm }: Partial<PrintSettings>): Reckoned {
  const { boxMm, volumeMm3, profile } = part;
  const settings = {
    ...DEFAULT_RESIN_SETTINGS,
    layerMm: part.layerMm ?? layerMm ?? DEFAULT_RESIN_SETTINGS.layerMm,
    supports: part.supports ?? DEFAULT_RESIN_SETTINGS.supports,
  };
  const { mm3, seconds } = estimateResin(
    { heightMm: boxMm.z, volumeMm3, footprintMm2: boxMm.x * boxMm.y, supportMm3: profile?.supportMm3 },
    settings,
  );
  return {
    mm3,
    seconds,
    sharedSeconds: seconds.base + seconds.layers,
    uncertainty: { massShare: 0.15, timeShare: 0.2 },
    basis: profile ? 'sections' : 'measures',
  };
}

// How much material, time and energy one piece takes on a filament printer, from its measures alone, without slicing.

import type { Material, Part } from '../design/part.js';
import { materialFacts } from './materials.js';

/** What one piece takes. */
export interface PartEstimate {
  readonly massGrams: number;
  readonly seconds: number;
  readonly energyKwh: number;
}

/** Thickness of the solid shell that walls and skins make together, millimetres (two perimeters of 0.45 mm). */
const SHELL_MM = 0.9;
const DEFAULT_INFILL_PERCENT = 15;
/** Deposition including travel and slow layers, cubic millimetres a second: least squares over 48 real parts sliced with
 * PrusaSlicer 2.5.0 at 0.2 mm layers and default speeds, with the constant below; not validated on other parts. */
const EFFECTIVE_FLOW_MM3_PER_S = 2.06;
const FIRST_LAYER_SECONDS = 83;
/** Average electric power while printing, kilowatts: the upper figure of desktop printers' data sheets (ABS settings). */
const POWER_KW = 0.12;

/** Volume of material in one piece, cubic millimetres: a full shell over a partly filled rest. */
export function filamentMm3(part: Pick<Part, 'volumeMm3' | 'areaMm2' | 'infillPercent'>): number {
  const shellMm3 = Math.min(part.areaMm2 * SHELL_MM, part.volumeMm3);
  const infill = (part.infillPercent ?? DEFAULT_INFILL_PERCENT) / 100;
  return shellMm3 + infill * (part.volumeMm3 - shellMm3);
}

/** Estimate for one piece in a material; undefined for a material the network does not know. */
export function estimatePart(part: Part, material: Material): PartEstimate | undefined {
  const facts = materialFacts(material);
  if (facts === undefined) return undefined;
  const mm3 = filamentMm3(part);
  const seconds = FIRST_LAYER_SECONDS + mm3 / EFFECTIVE_FLOW_MM3_PER_S;
  return { massGrams: (mm3 / 1000) * facts.densityGramsPerCm3, seconds, energyKwh: (seconds / 3600) * POWER_KW };
}

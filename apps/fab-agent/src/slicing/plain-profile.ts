// A profile for PrusaSlicer made of nothing but what is known of machine, material and release. Careful rather than
// fast: heat, home, purge along the front, print, cool down, part.

import { materialFacts } from '#core/costing/materials';
import { settingsFor } from '#core/costing/print-settings';
import type { DemandedSettings } from '#core/design/part';
import type { GcodeSettings } from '#core/gcode/gcode-limits';
import type { Machine } from '#core/lab/lab';

interface Heats {
  readonly nozzle: number;
  readonly bed: number;
}

/** Degrees Celsius, medians over the filament profiles that PrusaSlicer ships. */
const HEATS: Readonly<Record<string, Heats>> = {
  PLA: { nozzle: 210, bed: 60 },
  'PLA-CF': { nozzle: 215, bed: 60 },
  PETG: { nozzle: 240, bed: 80 },
  'PETG-CF': { nozzle: 250, bed: 85 },
  PCTG: { nozzle: 255, bed: 85 },
  CPE: { nozzle: 265, bed: 85 },
  ABS: { nozzle: 250, bed: 100 },
  ASA: { nozzle: 255, bed: 105 },
  HIPS: { nozzle: 230, bed: 100 },
  PVA: { nozzle: 205, bed: 60 },
  TPU: { nozzle: 230, bed: 50 },
  PP: { nozzle: 235, bed: 85 },
  PA: { nozzle: 265, bed: 100 },
  'PA-CF': { nozzle: 275, bed: 100 },
  PC: { nozzle: 270, bed: 110 },
};

/** How hot a material is printed; undefined: not known. */
export const heatsOf = (material: string): { readonly nozzle: number; readonly bed: number } | undefined =>
  HEATS[material];

export interface ProfileCase {
  readonly machine: Machine;
  readonly material: string;
  readonly settings: DemandedSettings;
  readonly gcode: GcodeSettings;
}

/** Lines of an .ini with which PrusaSlicer makes the plate; undefined for a material whose heats are not known. */
export function plainProfile(asked: ProfileCase): string | undefined {
  const { machine, material, settings } = asked;
  const heats = heatsOf(material);
  if (heats === undefined) return undefined;
  const print = settingsFor(settings);
  const nozzle = machine.nozzleMm ?? 0.4;
  return linesOf({
    ...machineLines(asked),
    ...releaseLines(print),
    nozzle_diameter: nozzle,
    layer_height: Math.min(print.layerMm, 0.75 * nozzle),
    first_layer_height: Math.min(0.2, 0.75 * nozzle),
    top_solid_layers: print.topLayers,
    bottom_solid_layers: print.bottomLayers,
    filament_type: `"${material}"`,
    filament_diameter: 1.75,
    filament_density: materialFacts(material)?.densityGramsPerCm3 ?? 1.24,
    temperature: heats.nozzle,
    first_layer_temperature: heats.nozzle,
    bed_temperature: heats.bed,
    first_layer_bed_temperature: heats.bed,
    skirts: 1,
    skirt_distance: 3,
    brim_width: 0,
  });
}

/** What is written over a lab's own profile: what the release asks for, and that nothing is run afterwards. */
export function overProfile({ machine, settings, gcode }: ProfileCase): string {
  const { bed_shape, max_print_height } = machineLines({ machine, material: '', settings, gcode });
  return linesOf({ bed_shape, max_print_height, post_process: '', ...releaseLines(settings) });
}

function releaseLines({ perimeters, infillPercent, layerMm, supports }: DemandedSettings) {
  return {
    layer_height: layerMm,
    perimeters,
    fill_density: infillPercent === undefined ? undefined : `${infillPercent}%`,
    // Full infill is lines only: the usual pattern refuses it.
    fill_pattern: infillPercent === 100 ? 'rectilinear' : undefined,
    support_material: supports === undefined ? undefined : Number(supports),
  };
}

function machineLines({ machine, gcode }: ProfileCase) {
  const { buildVolumeMm, bedShape } = machine;
  return {
    printer_technology: 'FFF',
    gcode_flavor: 'marlin2',
    // Other limits are the machine's own business.
    machine_limits_usage: 'ignore',
    use_relative_e_distances: 1,
    layer_gcode: 'G92 E0',
    bed_shape: bedShape === 'round' ? roundBed(buildVolumeMm.x / 2) : rectangularBed(buildVolumeMm, gcode.originMm),
    max_print_height: buildVolumeMm.z,
    start_gcode: startOf(machine, gcode).join('\\n'),
    end_gcode: END.join('\\n'),
    retract_length: 1,
    retract_speed: 35,
  };
}

const START = [
  'G21',
  'G90',
  'M83',
  'M140 S[first_layer_bed_temperature]',
  'M104 S[first_layer_temperature]',
  'M190 S[first_layer_bed_temperature]',
  'M109 S[first_layer_temperature]',
  'G28',
  'G92 E0',
] as const;
/** The end of every print: lift, heaters and fan off. */
export const END = ['G91', 'G1 E-2 F2100', 'G1 Z1 F600', 'G90', 'M104 S0', 'M140 S0', 'M107', 'M84 X Y E'] as const;

/** A line along the front edge of a rectangular bed clears the nozzle; a round one has no such edge. */
export function startOf({ buildVolumeMm, bedShape }: Machine, { originMm = { x: 0, y: 0 } }: GcodeSettings): string[] {
  if (bedShape === 'round') return [...START, 'G1 Z5 F3000', 'G1 E6 F200'];
  const [x, y] = [originMm.x + 5, originMm.y + 1];
  const to = x + Math.min(60, buildVolumeMm.x / 2);
  return [...START, 'G1 Z5 F3000', `G1 X${x} Y${y} F6000`, 'G1 Z0.3 F600', `G1 X${to} E6 F1000`, 'G92 E0'];
}

function rectangularBed({ x, y }: { x: number; y: number }, origin = { x: 0, y: 0 }): string {
  const [right, back] = [origin.x + x, origin.y + y];
  return `${origin.x}x${origin.y},${right}x${origin.y},${right}x${back},${origin.x}x${back}`;
}

const CORNERS = 36;
function roundBed(radius: number): string {
  return Array.from({ length: CORNERS }, (_, corner) => {
    const angle = (2 * Math.PI * corner) / CORNERS;
    return `${(radius * Math.cos(angle)).toFixed(3)}x${(radius * Math.sin(angle)).toFixed(3)}`;
  }).join(',');
}

const linesOf = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} = ${value}\n`)
    .join('');

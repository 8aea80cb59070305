// CuraEngine's console, for labs that have its definitions. It says yes to what it cannot make and tells no time, so all
// depends on the checks before and after; formulas of the definitions are Cura's front end's, so what follows from what
// is said here.

import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import { ok, refuse, type Result } from '#core/kernel/result';
import { settingsFor } from '#core/costing/print-settings';
import { plainGeometryInThread } from './in-thread.js';
import { END, heatsOf, startOf } from './plain-profile.js';
import { runProgram, type ProgramEnd } from './run-program.js';
import type { Sliced, SliceOrder, SliceRefusal, Slicer } from './slicer.js';
import type { LabSlicing, MachineSlicing } from './slicing-settings.js';

export interface CuraEngineParts {
  readonly lab: LabSlicing;
  readonly own: MachineSlicing;
  /** Where relative paths of definitions begin. */
  readonly home: string;
}

export class CuraEngine implements Slicer {
  constructor(private readonly parts: CuraEngineParts) {}

  async slice(order: SliceOrder, signal: AbortSignal): Promise<Result<Sliced, SliceRefusal>> {
    const definition = await this.definition();
    if (!definition.ok) return definition;
    const settings = settingsOf(order, this.parts.own);
    if (!settings.ok) return settings;
    const geometry = join(order.folder, 'geometry.stl');
    const { cura, timeoutSeconds, memoryMb } = this.parts.lab;
    const originMm = this.parts.own.gcode.originMm ?? { x: 0, y: 0 };
    const asked = { plate: order.plate, to: geometry, machine: order.machine, originMm };
    const box = await plainGeometryInThread(asked, { timeoutSeconds, memoryMb }, signal);
    if (!box.ok) return box;
    const file = join(order.folder, 'sliced.gcode');
    const said = settings.value.flatMap(([key, value]) => ['-s', `${key}=${value}`]);
    const args = ['slice', '-j', definition.value, ...said, '-o', file, '-e0', ...said, '-l', geometry];
    const env = { CURA_ENGINE_SEARCH_PATH: dirname(definition.value) };
    const end = await runProgram({ command: cura.command, args, env, folder: order.folder, timeoutSeconds, memoryMb }, signal); // prettier-ignore
    const size = await stat(file).then(({ size: bytes }) => bytes, () => 0); // prettier-ignore
    if (end.how === 'ended' && end.code === 0 && size > 0) return ok({ file, boxMm: box.value });
    return this.reasonOf(end);
  }

  private async definition(): Promise<Result<string, SliceRefusal>> {
    const { definition } = this.parts.lab.cura;
    const path = isAbsolute(definition) ? definition : join(this.parts.home, definition);
    const isThere = await stat(path).then((found) => found.isFile(), () => false); // prettier-ignore
    if (isThere) return ok(path);
    return refuse('slicing/no-profile', `CuraEngine's definition ${path} is not there.`, {
      remedy: 'Install Cura (Debian: apt install cura) or name its fdmprinter.def.json in lab.json.',
    });
  }

  private reasonOf({ how, code, words }: ProgramEnd): Result<never, SliceRefusal> {
    const last = words.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    if (how === 'killed') return refuse('slicing/later', 'Slicing was broken off.');
    if (how === 'missing')
      return refuse('slicing/no-slicer', `There is no slicer: ${this.parts.lab.cura.command} was not found.`, {
        remedy: 'Install CuraEngine (Debian: apt install cura-engine) or name its path in lab.json.',
      });
    if (how === 'timeout') return refuse('slicing/too-long', 'Slicing took too long and was stopped.');
    return refuse('slicing/failed', `The slicer gave up on the plate (exit code ${code ?? 'none'}): ${last}`);
  }
}

type Settings = readonly (readonly [string, string | number | boolean])[];

function settingsOf({ machine, material, settings }: SliceOrder, own: MachineSlicing): Result<Settings, SliceRefusal> {
  const family = material ?? machine.loaded[0]?.material ?? 'PLA';
  const heats = heatsOf(family);
  if (heats === undefined)
    return refuse('slicing/no-profile', `How hot ${family} is printed on ${machine.name} is not known.`);
  const print = settingsFor(settings);
  const lineMm = machine.nozzleMm ?? 0.4;
  const start = startOf(machine, own.gcode)
    .join('\n')
    .replaceAll('[first_layer_bed_temperature]', String(heats.bed))
    .replaceAll('[first_layer_temperature]', String(heats.nozzle));
  const { x, y, z } = machine.buildVolumeMm;
  return ok([
    ['machine_width', x],
    ['machine_depth', y],
    ['machine_height', z],
    ['machine_nozzle_size', lineMm],
    // Where the pieces lie is said in the machine's own coordinates.
    ['machine_center_is_zero', true],
    ['center_object', false],
    ['machine_start_gcode', start],
    ['machine_end_gcode', END.join('\n')],
    ['machine_gcode_flavor', 'RepRap (Marlin/Sprinter)'],
    ['relative_extrusion', true],
    ['material_diameter', 1.75],
    ...['material_print_temperature', 'material_print_temperature_layer_0', 'material_initial_print_temperature', 'material_final_print_temperature', 'default_material_print_temperature'].map((key) => [key, heats.nozzle] as const), // prettier-ignore
    ...['material_bed_temperature', 'material_bed_temperature_layer_0', 'default_material_bed_temperature'].map((key) => [key, heats.bed] as const), // prettier-ignore
    ['material_print_temp_prepend', false],
    ['material_bed_temp_prepend', false],
    ['layer_height', Math.min(print.layerMm, 0.75 * lineMm)],
    ['layer_height_0', Math.min(0.2, 0.75 * lineMm)],
    ...['line_width', 'wall_line_width', 'wall_line_width_0', 'wall_line_width_x', 'skin_line_width', 'infill_line_width', 'support_line_width'].map((key) => [key, lineMm] as const), // prettier-ignore
    ['wall_line_count', print.perimeters],
    ['wall_thickness', print.perimeters * lineMm],
    ['top_layers', print.infillPercent === 100 ? 0 : print.topLayers],
    ['bottom_layers', print.infillPercent === 100 ? 999_999 : print.bottomLayers],
    ['infill_sparse_density', print.infillPercent],
    ['infill_pattern', 'grid'],
    // Two directions of lines share the density.
    ['infill_line_distance', print.infillPercent === 0 ? 0 : (2 * lineMm * 100) / print.infillPercent],
    ['support_enable', print.supports],
    ['adhesion_type', 'none'],
    ['speed_print', print.speeds.perimeter],
    ['speed_wall_0', print.speeds.externalPerimeter],
    ['speed_wall_x', print.speeds.perimeter],
    ['speed_infill', print.speeds.infill],
    ['speed_topbottom', print.speeds.solid],
    ['speed_layer_0', print.speeds.firstLayer],
    ['speed_print_layer_0', print.speeds.firstLayer],
    ['speed_travel', 150],
    ['speed_travel_layer_0', 75],
    ['retraction_enable', true],
    ['retraction_amount', 1],
  ]);
}

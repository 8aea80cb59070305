// Machine models by name: the columns of data/machines/machines.csv that say how large a machine is.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BoxMm, Process } from '#core/design/part';
import { readCsvRows } from '#core/design/csv';
import { InputRefused } from './exit.js';

export interface MachineModel {
  readonly vendor: string;
  readonly model: string;
  readonly machine: {
    readonly process: Process;
    readonly buildVolumeMm: BoxMm;
    readonly bedShape: 'rectangular' | 'round';
    readonly nozzleMm?: number;
  };
}

/** The list that ships with the repository: three folders up from the source, four from what is built. */
export const SHIPPED_MODELS = fileURLToPath(
  new URL(`${import.meta.url.includes('/dist/') ? '../' : ''}../../../data/machines/machines.csv`, import.meta.url),
);

/** Rows that are read of a list of models. */
const MOST_MODELS = 100_000;
const TECHNOLOGIES: Readonly<Record<string, Process>> = { FFF: 'fdm', FDM: 'fdm', SLA: 'sla' };
const COLUMNS = ['vendor', 'model', 'technology', 'build_x_mm', 'build_y_mm', 'build_z_mm', 'bed_shape'] as const;

/** Reads models from a CSV with at least the columns vendor, model, technology, build_x_mm, build_y_mm, build_z_mm, bed_shape. */
export async function readModels(path: string): Promise<MachineModel[]> {
  const [header = [], ...rows] = readCsvRows(await readFile(path, 'utf8'), MOST_MODELS);
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) {
    throw new InputRefused({
      code: 'machines/columns',
      message: `${path} lacks the columns ${missing.join(', ')}.`,
      remedy: 'See data/machines/machines.csv for the shape.',
    });
  }
  return rows.flatMap((row) => {
    const of = (column: string): string => row[header.indexOf(column)] ?? '';
    const buildVolumeMm = { x: Number(of('build_x_mm')), y: Number(of('build_y_mm')), z: Number(of('build_z_mm')) };
    const process = TECHNOLOGIES[of('technology')];
    if (process === undefined || !Object.values(buildVolumeMm).every((mm) => mm > 0)) return [];
    const nozzleMm = Number.parseFloat(of('nozzles_mm'));
    const machine = {
      process,
      buildVolumeMm,
      bedShape: of('bed_shape').startsWith('round') ? ('round' as const) : ('rectangular' as const),
      ...(nozzleMm > 0 ? { nozzleMm } : {}),
    };
    return [{ vendor: of('vendor'), model: of('model'), machine }];
  });
}

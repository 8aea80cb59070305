// Real parts with what a slicer said of them: where the data lies beside the project, and which parts the estimate's
// constants were fitted to.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { measureSolid } from '#core/geometry/measure';
import type { Mesh } from '#core/geometry/mesh';
import { isMeshFile, readMesh } from '#core/geometry/read-mesh';
import type { PrintSettings } from '#core/costing/print-settings';

const DATA = new URL('../../../shared/data/', import.meta.url);
/** Whole collections, so that no part that was fitted to has a sibling among the others. */
const FITTED = ['glia-stethoscope', 'poseidon-syringe-pump', 'prusa-i3', 'prusa-mini', 'wakoma-nimble'];
/** Cross-section of a filament of 1.75 mm. */
const FILAMENT_MM2 = (Math.PI * 1.75 ** 2) / 4;
const QUOTE = 'benchmarks/quote/prusa-voron-174-parts.json';

export interface SlicedPart {
  readonly set: string;
  readonly name: string;
  readonly fitted: boolean;
  readonly settings: Partial<PrintSettings>;
  readonly mm3: number;
  readonly seconds: number;
  readonly mesh: Mesh;
}

interface QuotePart {
  readonly file: string;
  readonly sec: number;
  readonly cm3: number;
  readonly vol_cm3: number;
}

export const dataIsThere = (): boolean => existsSync(new URL('slicing_truth.csv', DATA));

/** The parts of slicing_truth.csv, each as it was sliced with 15 % and with 100 %; a part that is named twice, once. */
export function slicedTwice(): SlicedPart[] {
  const [head, ...lines] = readFileSync(new URL('slicing_truth.csv', DATA), 'utf8').trim().split(/\r?\n/);
  const names = head!.split(',');
  return [...new Set(lines)].flatMap((line) => {
    const cells = line.split(',');
    const cell = (name: string): string => cells[names.indexOf(name)]!;
    if (cell('status') !== 'ok' || cell('status_solid') !== 'ok') return [];
    const mesh = meshOf(new URL(cell('file'), DATA));
    const part = { name: cell('file'), fitted: FITTED.includes(cell('file').split('/')[1]!), mesh };
    const sliced = (infillPercent: number, suffix: string): SlicedPart => ({
      ...part,
      set: `sliced at ${infillPercent} %`,
      settings: { infillPercent },
      mm3: Number(cell(`filament_mm${suffix}`)) * FILAMENT_MM2,
      seconds: Number(cell(`time_s${suffix}`)),
    });
    return [sliced(15, ''), sliced(100, '_solid')];
  });
}

/**
 * The parts of the quote set (15 %, 4 + 4 solid layers) whose mesh is found, by file name and volume: among the designs,
 * and in the folder that FABCOMMONS_BENCH_MESHES names. `of` counts the set.
 */
export function quoted(): { parts: SlicedPart[]; of: number } {
  const list = JSON.parse(readFileSync(new URL(QUOTE, DATA), 'utf8')) as QuotePart[];
  const found = meshFiles();
  const parts = list.flatMap((row) => {
    const name = plain(row.file);
    for (const url of found.filter((each) => name.endsWith(plain(fileName(each))))) {
      const mesh = meshOf(url);
      if (Math.abs(measureSolid(mesh).volumeMm3 / row.vol_cm3 / 1000 - 1) > 0.01) continue;
      const fitted = row.file.startsWith('prusa3d');
      const settings = { infillPercent: 15, topLayers: 4, bottomLayers: 4 };
      return [{ set: 'quote set', name: row.file, fitted, settings, mm3: row.cm3 * 1000, seconds: row.sec, mesh }];
    }
    return [];
  });
  return { parts, of: list.length };
}

/** Longest names first, as a name may end as another one does. */
function meshFiles(): URL[] {
  const more = process.env['FABCOMMONS_BENCH_MESHES'];
  const roots = [new URL('designs/', DATA), ...(more ? [new URL(`file://${more.replace(/\/?$/, '/')}`)] : [])];
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(isMeshFile)
      .map((path) => new URL(encodeURI(path), root)),
  );
  return files.toSorted((a, b) => plain(fileName(b)).length - plain(fileName(a)).length);
}

const fileName = (url: URL): string => basename(decodeURI(url.pathname));

/** Letters and digits of a name without its ending and without the mark of a second copy (`@1`). */
const plain = (name: string): string =>
  name
    .toLowerCase()
    .replace(/(@\d+)?\.[^.]+$/, '')
    .replaceAll(/[^a-z0-9]/g, '');

function meshOf(url: URL): Mesh {
  const read = readMesh(readFileSync(url), fileName(url));
  if (!read.ok) throw new Error(`${url.pathname}: ${read.refusal.message}`);
  return read.value.mesh;
}

// Real parts of a printer (Voron 0, as many of each as its file name says) on square beds, 6 mm apart: by their shapes,
// beside their boxes by maxrects-packer.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mustBeOk } from '#core/kernel/result';
import { boxOf } from '#core/geometry/measure';
import { readMesh } from '#core/geometry/read-mesh';
import { nestParts } from '#core/nesting/nest-parts';
import { silhouetteOf } from '#core/nesting/silhouette';
import type { Triangles } from '#core/nesting/triangulate';
import type { Benchmark } from './benchmark.js';
import { binsOfPeer } from './maxrects-peer.js';
import type { Row } from './measure.js';

const PARTS = new URL('../../../shared/data/designs/voron-0/', import.meta.url);
const BEDS_MM = [250, 180, 150];
const GAP_MM = 6;
const EFFORT = 50e6;

interface Part {
  readonly copies: number;
  readonly triangles: Triangles;
  readonly xMm: number;
  readonly yMm: number;
}

export const benchmark: Benchmark = {
  name: 'plate-packing',
  title: 'Real parts on plates',
  async run() {
    if (!existsSync(PARTS)) return [{ figure: 'no parts here', note: 'they lie beside the project' }];
    const parts = readdirSync(PARTS)
      .filter((file) => file.endsWith('.stl'))
      .toSorted()
      .map(partOf);
    const rows: Row[] = [];
    for (const bedMm of BEDS_MM) rows.push(...(await rowsOf(bedMm, parts)));
    return rows;
  },
};

function partOf(file: string): Part {
  const { mesh } = mustBeOk(readMesh(readFileSync(new URL(file, PARTS)), file));
  const { minMm, maxMm } = boxOf(mesh.positions);
  const copies = Number(/_x(\d+)\.stl$/.exec(file)?.[1] ?? 1);
  return { copies, triangles: silhouetteOf(mesh), xMm: maxMm.x - minMm.x, yMm: maxMm.y - minMm.y };
}

async function rowsOf(bedMm: number, parts: readonly Part[]): Promise<Row[]> {
  const boxes = parts.flatMap(({ copies, xMm, yMm }) => Array.from({ length: copies }, () => ({ xMm, yMm })));
  const peer = await binsOfPeer({ xMm: bedMm, yMm: bedMm }, boxes, GAP_MM);
  const begin = performance.now();
  const { plates, tooLarge } = nestParts({
    bed: { xMm: bedMm, yMm: bedMm, shape: 'rectangular', excluded: [] },
    parts: parts.map((part, tag) => ({ tag, ...part })),
    gapMm: GAP_MM,
    effort: EFFORT,
  });
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const bed = `${boxes.length} parts, ${bedMm} mm bed`;
  const told = (counts: readonly number[]): string => `${counts.length} plates: ${counts.join(' + ')}`;
  const left = tooLarge.length === 0 ? '' : `, ${tooLarge.length} too large`;
  return [
    { figure: `${bed}: maxrects-packer, boxes`, limit: true, note: told(peer) },
    { figure: `${bed}: shapes`, note: `${told(plates.map(({ length }) => length))}${left}, in ${seconds} s` },
  ];
}

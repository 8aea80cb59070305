// Real parts of a printer (Voron 0, as many of each as its file name says), 6 mm apart, by their shapes: on square beds,
// beside their boxes by maxrects-packer, on a round one and one with corners that cannot be used.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mustBeOk } from '#core/kernel/result';
import { boxOf } from '#core/geometry/measure';
import { readMesh } from '#core/geometry/read-mesh';
import { nestParts } from '#core/nesting/nest-parts';
import { silhouetteOf } from '#core/nesting/silhouette';
import type { BedShape } from '#core/nesting/sheet';
import type { Triangles } from '#core/nesting/triangulate';
import type { Benchmark } from './benchmark.js';
import { binsOfPeer } from './maxrects-peer.js';
import type { Row } from './measure.js';

const PARTS = new URL('../../../shared/data/designs/voron-0/', import.meta.url);
const square = (sideMm: number): BedShape => ({ xMm: sideMm, yMm: sideMm, shape: 'rectangular', excluded: [] });
const BEDS: readonly (readonly [name: string, bed: BedShape])[] = [
  ['250 mm bed', square(250)],
  ['180 mm bed', square(180)],
  ['150 mm bed', square(150)],
  ['120 mm bed', square(120)],
  ['round 180 mm bed', { ...square(180), shape: 'round' }],
  ['180 mm bed without two corners', { ...square(180), excluded: [corner(0, 40), corner(140, 40)] }],
];
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
    for (const [name, bed] of BEDS) rows.push(...(await rowsOf(name, bed, parts)));
    return rows;
  },
};

function partOf(file: string): Part {
  const { mesh } = mustBeOk(readMesh(readFileSync(new URL(file, PARTS)), file));
  const { minMm, maxMm } = boxOf(mesh.positions);
  const copies = Number(/_x(\d+)\.stl$/.exec(file)?.[1] ?? 1);
  return { copies, triangles: silhouetteOf(mesh), xMm: maxMm.x - minMm.x, yMm: maxMm.y - minMm.y };
}

function corner(xMm: number, sideMm: number): BedShape['excluded'][number] {
  return { xMm, yMm: 0, widthMm: sideMm, depthMm: sideMm };
}

async function rowsOf(name: string, bed: BedShape, parts: readonly Part[]): Promise<Row[]> {
  const boxes = parts.flatMap(({ copies, xMm, yMm }) => Array.from({ length: copies }, () => ({ xMm, yMm })));
  const task = { bed, parts: parts.map((part, tag) => ({ tag, ...part })), gapMm: GAP_MM };
  const figure = `${boxes.length} parts, ${name}`;
  const told = (counts: readonly number[]): string => `${counts.length} plates: ${counts.join(' + ')}`;
  const nested = (effort: number): string => {
    const begin = process.cpuUsage();
    const { plates, tooLarge } = nestParts({ ...task, effort });
    const { user, system } = process.cpuUsage(begin);
    const left = tooLarge.length === 0 ? '' : `, ${tooLarge.length} too large`;
    return `${told(plates.map(({ length }) => length))}${left}, in ${((user + system) / 1e6).toFixed(1)} s`;
  };
  const ours = [
    { figure: `${figure}: at once`, note: nested(0) },
    { figure: `${figure}: improved`, note: nested(EFFORT) },
  ];
  if (bed.shape === 'round' || bed.excluded.length > 0) return ours;
  const peer = await binsOfPeer({ xMm: bed.xMm, yMm: bed.yMm }, boxes, GAP_MM);
  return [{ figure: `${figure}: maxrects-packer, boxes`, limit: true, note: told(peer) }, ...ours];
}

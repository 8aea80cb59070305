// A part on its way up the printer: what lies at every height, small enough to be kept with the part.
// With it, costing knows walls, skins, infill and supports under any settings, without the mesh.

import type { SectionProfile, Stratum } from '../design/section-profile.js';
import { measureSolid } from './measure.js';
import type { Mesh } from './mesh.js';
import { columnsOf, type Columns, tangleOf } from './sections-columns.js';
import { type Cut, cutAt, type Loop } from './sections-cut.js';
import { heightsOf, type Height } from './sections-heights.js';
import { distancesTo } from './sections-distances.js';
import {
  addSkins,
  carryOn,
  type Faces,
  facesOf,
  SKIN_EDGES_MM,
  type Slab,
  SMALL_REGION_MM2,
  smallShareOfColumns,
} from './sections-skins.js';

/** Depths from the wall at which the rest of a section is measured, millimetres. */
export const DEPTHS_MM = [0.4, 0.8, 1.2, 1.8] as const;

/** Depth from the wall behind which a skin is told: two lines of a 0.4 mm nozzle. */
const WALL_MM = 0.8;
/** Columns closer than this tell which regions inside the walls hang together. */
const CONNECTED_MM = 0.7;
/** Columns and cuts that the triangles meet, together: a second of work and some hundred megabytes. */
const MOST_COLUMNS = 8e6;
const MOST_CUTS = 4e6;
/** Islands are told apart from holes in cuts of up to so many outlines. */
const MOST_LOOPS = 2_000;
/** Faces lower than this lie on the bed. */
const ON_BED_MM = 0.05;
/** What is lower needs no support. */
const LEAST_ROOM_MM = 0.2;
/** Inner side of two lines 0.45 mm wide: where what is filled hangs together or not. */
const CORE_MM = 0.86;
/** Outlines shorter than a circle of this radius are printed slowly (PrusaSlicer's SMALL_PERIMETER_LENGTH). */
const SMALL_LOOP_MM = 2 * Math.PI * 6.5;

/**
 * The profile of a mesh as it stands, z up; without strata for a mesh without height. About 2 kB of JSON. Undefined for
 * a tangle of so many large triangles that no real part has.
 */
export function sectionProfile(mesh: Mesh): SectionProfile | undefined {
  const solid = measureSolid(mesh);
  const heights = heightsOf(mesh, solid);
  const tangle = tangleOf(mesh, solid, heights.length);
  if (tangle.columns > MOST_COLUMNS || tangle.cuts > MOST_CUTS) return undefined;
  const columns = columnsOf(mesh, solid);
  const cuts = cutAt(mesh, heights, solid.insideOut);
  const cutMm3 = cuts.reduce((sum, { areaMm2 }, i) => sum + areaMm2 * heights[i]!.thicknessMm, 0);
  // Between the cuts the part may swell or shrink; the whole is known.
  const scale = cutMm3 > 0 ? solid.volumeMm3 / cutMm3 : 0;
  const slabs = cuts.map((cut, i) => slabOf(cut, heights[i]!, columns, scale));
  const faces = slabs.map((slab, i) => {
    const [under, over] = [slabs[i - 1]?.height.atMm ?? -Infinity, slabs[i + 1]?.height.atMm ?? Infinity];
    return facesOf(slab, columns, { under, over });
  });
  return {
    version: 1,
    strata: slabs.map((slab, i) => stratumOf(slab, faces[i]!, columns)),
    ...skinsOf(slabs, faces, solid.minMm.z),
    ...supportsOf(columns, solid.minMm.z),
  };
}

interface CutSlab extends Slab {
  readonly cut: Cut;
  readonly scale: number;
  readonly core: Uint8Array;
  readonly innerMm2: readonly number[];
}

function slabOf(cut: Cut, height: Height, columns: Columns, scale: number): CutSlab {
  const distances = distancesTo(cut, columns, DEPTHS_MM.at(-1)!);
  const spanOf = new Int32Array(columns.x.length).fill(-1);
  const core = new Uint8Array(columns.x.length);
  const deeper = DEPTHS_MM.map(() => 0);
  const inner: number[] = [];
  const { count, column, bottomMm, topMm } = columns.spans;
  let inside = 0;
  for (let span = 0; span < count; span++) {
    if (bottomMm[span]! > height.atMm || topMm[span]! <= height.atMm) continue;
    inside++;
    const at = column[span]!;
    const distance = distances[at]!;
    if (distance > WALL_MM) {
      spanOf[at] = span;
      inner.push(at);
    }
    if (distance > CORE_MM) core[at] = 1;
    for (let k = 0; k < DEPTHS_MM.length && distance > DEPTHS_MM[k]!; k++) deeper[k]!++;
  }
  const cellMm2 = inside === 0 ? 0 : (cut.areaMm2 * scale) / inside;
  return { cut, height, scale, spanOf, inner, core, cellMm2, innerMm2: deeper.map((columnsIn) => columnsIn * cellMm2) };
}

function skinsOf(
  slabs: readonly CutSlab[],
  faces: readonly Faces[],
  bedMm: number,
): Pick<SectionProfile, 'skinsMm3' | 'flatTopMm2' | 'bridgeMm2'> {
  const table = [0, ...SKIN_EDGES_MM].map(() => [0, ...SKIN_EDGES_MM].map(() => 0));
  let [flatTopMm2, bridgeMm2] = [0, 0];
  for (const [i, { cellMm2, inner }] of slabs.entries()) {
    const { up, down } = faces[i]!;
    for (const column of inner) {
      if (!Number.isNaN(up[column]!)) flatTopMm2 += cellMm2;
      if (down[column]! > bedMm + ON_BED_MM) bridgeMm2 += cellMm2;
    }
  }
  carryOn(slabs, faces);
  for (const [i, { height, inner, cellMm2 }] of slabs.entries()) {
    const { up, down } = faces[i]!;
    for (const column of inner) addSkins(table, height, { above: up[column]!, below: down[column]! }, cellMm2);
  }
  return { skinsMm3: table.map((row) => row.map(short)), flatTopMm2: short(flatTopMm2), bridgeMm2: short(bridgeMm2) };
}

function stratumOf(slab: CutSlab, faces: Faces, { cellMm, nx }: Columns): Stratum {
  const { cut, height, scale, innerMm2 } = slab;
  const smallLoopMm = cut.loops.reduce((sum, { lengthMm }) => sum + (lengthMm < SMALL_LOOP_MM ? lengthMm : 0), 0);
  const smallShare = cellMm < CONNECTED_MM ? smallShareOfColumns(slab, faces, nx) : smallShareOfLoops(cut.loops);
  return [
    Math.round(height.thicknessMm * 1e4) / 1e4,
    short(cut.areaMm2 * scale),
    short(cut.perimeterMm),
    short(smallLoopMm),
    Math.round(smallShare * 100) / 100,
    innerMm2.map(short),
  ];
}

/** By islands: an outline with the holes in it, made narrower by two walls (Steiner's formula, square corners). */
function smallShareOfLoops(loops: readonly Loop[]): number {
  const islands = loops.filter(({ areaMm2 }) => areaMm2 > 0).map((loop) => ({ loop, ...loop }));
  islands.sort((a, b) => a.loop.areaMm2 - b.loop.areaMm2);
  for (const hole of loops) {
    if (hole.areaMm2 > 0 || loops.length > MOST_LOOPS) continue;
    const around = islands.find(
      ({ loop }) =>
        loop.minX <= hole.minX && loop.maxX >= hole.maxX && loop.minY <= hole.minY && loop.maxY >= hole.maxY,
    );
    if (!around) continue;
    around.areaMm2 += hole.areaMm2;
    around.lengthMm += hole.lengthMm;
  }
  let [small, all] = [0, 0];
  for (const { areaMm2, lengthMm } of islands) {
    const inner = Math.max(0, areaMm2 - WALL_MM * lengthMm + 4 * WALL_MM * WALL_MM);
    all += inner;
    if (inner < SMALL_REGION_MM2) small += inner;
  }
  return all > 0 ? small / all : 1;
}

function supportsOf({ spans, cellMm }: Columns, bedMm: number): { supportMm3: number; supportMm2: number } {
  let [room, area] = [0, 0];
  for (let span = 0; span < spans.count; span++) {
    const from = span > 0 && spans.column[span - 1] === spans.column[span] ? spans.topMm[span - 1]! : bedMm;
    const free = spans.bottomMm[span]! - from;
    if (!spans.overhang[span] || free < LEAST_ROOM_MM) continue;
    room += free * cellMm * cellMm;
    area += cellMm * cellMm;
  }
  return { supportMm3: short(room), supportMm2: short(area) };
}

/** Four digits that mean something. */
const short = (value: number): number => Number(value.toPrecision(4));

// Which way faces look: neighbours alike, and bodies outwards.

import { EdgeTable, type IndexedMesh, type Repair, sixVolumes } from './indexed-mesh.js';

interface Surface {
  readonly triangles: readonly number[];
  /** Those that look the other way than most of its area. */
  readonly wrong: readonly number[];
}

/** Turns faces that look the other way than their neighbours, then bodies that are inside out; adds what was done. */
export function withFacesOutward(mesh: IndexedMesh, repairs: Repair[]): IndexedMesh {
  const surfaces = surfacesOf(mesh);
  const wrong = surfaces.flatMap((surface) => surface.wrong);
  const alike = turned(mesh, wrong);
  if (wrong.length > 0) {
    const message = `${wrong.length} ${wrong.length === 1 ? 'triangle' : 'triangles'} turned to look the same way as their neighbours.`;
    repairs.push({ code: 'misoriented', message, count: wrong.length });
  }
  const boxes = surfaces.map(({ triangles }) => boxOf(alike, triangles));
  const insideOut = surfaces.filter(({ triangles }, i) => {
    // A body inside another may be its cavity, which looks inwards.
    if (boxes.some((outer, j) => j !== i && contains(outer, boxes[i]!))) return false;
    return sixVolumes(alike, triangles, middleOf(boxes[i]!)) < 0;
  });
  if (insideOut.length === 0) return alike;
  const all = insideOut.length === surfaces.length;
  const message = all
    ? 'The body turned inside out.'
    : `${insideOut.length} of ${surfaces.length} surfaces turned inside out.`;
  repairs.push({ code: 'inside-out', message, count: insideOut.length });
  return turned(
    alike,
    insideOut.flatMap(({ triangles }) => triangles),
  );
}

/** Triangles that hang together over edges of exactly two. */
function surfacesOf(mesh: IndexedMesh): Surface[] {
  const edges = new EdgeTable(mesh);
  const count = mesh.triangles.length / 3;
  // 0: not met yet, 1: as the first one of its surface, 2: the other way.
  const sides = new Uint8Array(count);
  const surfaces: Surface[] = [];
  for (let first = 0; first < count; first++) {
    if (sides[first] !== 0) continue;
    sides[first] = 1;
    const triangles = [first];
    for (let next = 0; next < triangles.length; next++)
      spread(mesh, edges, { from: triangles[next]!, sides, triangles });
    surfaces.push({ triangles, wrong: minority(mesh, triangles, sides) });
  }
  return surfaces;
}

function spread(
  mesh: IndexedMesh,
  edges: EdgeTable,
  { from, sides, triangles }: { from: number; sides: Uint8Array; triangles: number[] },
): void {
  for (let corner = 0; corner < 3; corner++) {
    const uses = edges.usesOf(from, corner);
    if (uses.length !== 2) continue;
    const use = uses[0]! >>> 2 === from ? uses[1]! : uses[0]!;
    const other = use >>> 2;
    if (sides[other] !== 0) continue;
    const sameWay = mesh.triangles[3 * other + (use & 3)] === mesh.triangles[3 * from + corner];
    sides[other] = sameWay ? 3 - sides[from]! : sides[from]!;
    triangles.push(other);
  }
}

function minority(mesh: IndexedMesh, triangles: readonly number[], sides: Uint8Array): number[] {
  const others = triangles.filter((triangle) => sides[triangle] === 2);
  if (others.length === 0) return others;
  const area = (which: readonly number[]): number => which.reduce((sum, triangle) => sum + areaOf(mesh, triangle), 0);
  const same = triangles.filter((triangle) => sides[triangle] === 1);
  return area(others) <= area(same) ? others : same;
}

/** Twice the area of a triangle. */
export function areaOf({ points, triangles }: IndexedMesh, triangle: number): number {
  const [a, b, c] = [0, 1, 2].map((corner) => 3 * triangles[3 * triangle + corner]!) as [number, number, number];
  const along = (to: number, axis: number): number => points[to + axis]! - points[a + axis]!;
  return Math.hypot(
    along(b, 1) * along(c, 2) - along(b, 2) * along(c, 1),
    along(b, 2) * along(c, 0) - along(b, 0) * along(c, 2),
    along(b, 0) * along(c, 1) - along(b, 1) * along(c, 0),
  );
}

function turned({ points, triangles }: IndexedMesh, which: readonly number[]): IndexedMesh {
  if (which.length === 0) return { points, triangles };
  const copy = triangles.slice();
  for (const triangle of which) {
    copy[3 * triangle + 1] = triangles[3 * triangle + 2]!;
    copy[3 * triangle + 2] = triangles[3 * triangle + 1]!;
  }
  return { points, triangles: copy };
}

interface Box {
  readonly min: [number, number, number];
  readonly max: [number, number, number];
}

function boxOf({ points, triangles }: IndexedMesh, which: readonly number[]): Box {
  const box: Box = { min: [Infinity, Infinity, Infinity], max: [-Infinity, -Infinity, -Infinity] };
  for (const triangle of which) {
    for (let corner = 0; corner < 3; corner++) {
      for (const axis of [0, 1, 2] as const) {
        const at = points[3 * triangles[3 * triangle + corner]! + axis]!;
        box.min[axis] = Math.min(box.min[axis], at);
        box.max[axis] = Math.max(box.max[axis], at);
      }
    }
  }
  return box;
}

const middleOf = ({ min, max }: Box): [number, number, number] => [
  (min[0] + max[0]) / 2,
  (min[1] + max[1]) / 2,
  (min[2] + max[2]) / 2,
];

const contains = (outer: Box, inner: Box): boolean =>
  ([0, 1, 2] as const).every((axis) => outer.min[axis] < inner.min[axis] && inner.max[axis] < outer.max[axis]);

// Boxes around boxes around triangles (a packed tree, after Flatbush): which triangle a ray meets first.

import type { Mesh } from './mesh.js';

const LEAF = 4;
const CHILDREN = 8;
const NUMBERS = 6;
const CELLS = 1023;

/** Triangles in an order in which neighbours in space are neighbours, with a tree of boxes over them. */
export interface Hierarchy {
  readonly positions: Float32Array;
  readonly order: Uint32Array;
  /** Min and max of each node's box; level by level, leaves first. */
  readonly boxes: Float32Array;
  /** Where each level begins, in nodes; the last is the end. */
  readonly levels: readonly number[];
}

/** Builds the tree. */
export function hierarchyOf(mesh: Mesh, box: { readonly min: ArrayLike<number>; readonly side: number }): Hierarchy {
  const { positions } = mesh;
  const order = inMortonOrder(positions, box);
  const levels = [0];
  for (let nodes = Math.ceil(order.length / LEAF); ; nodes = Math.ceil(nodes / CHILDREN)) {
    levels.push(levels.at(-1)! + nodes);
    if (nodes === 1) break;
  }
  const boxes = new Float32Array(NUMBERS * levels.at(-1)!);
  for (let node = 0; node < levels[1]!; node++) leafBox({ positions, order }, node, boxes);
  for (let level = 1; level + 1 < levels.length; level++) {
    for (let node = levels[level]!; node < levels[level + 1]!; node++) {
      const first = levels[level - 1]! + CHILDREN * (node - levels[level]!);
      joinBoxes(boxes, node, { first, end: Math.min(first + CHILDREN, levels[level]!) });
    }
  }
  return { positions, order, boxes, levels };
}

function leafBox(
  { positions, order }: Pick<Hierarchy, 'positions' | 'order'>,
  node: number,
  boxes: Float32Array,
): void {
  const at = NUMBERS * node;
  boxes.fill(Infinity, at, at + 3).fill(-Infinity, at + 3, at + 6);
  for (let i = LEAF * node; i < Math.min(order.length, LEAF * node + LEAF); i++) {
    const corner = 9 * order[i]!;
    for (let j = 0; j < 9; j++) {
      const axis = at + (j % 3);
      const value = positions[corner + j]!;
      if (value < boxes[axis]!) boxes[axis] = value;
      if (value > boxes[axis + 3]!) boxes[axis + 3] = value;
    }
  }
}

function joinBoxes(boxes: Float32Array, node: number, { first, end }: { first: number; end: number }): void {
  const at = NUMBERS * node;
  boxes.set(boxes.subarray(NUMBERS * first, NUMBERS * first + NUMBERS), at);
  for (let child = first + 1; child < end; child++) {
    for (let axis = 0; axis < 3; axis++) {
      const low = boxes[NUMBERS * child + axis]!;
      const high = boxes[NUMBERS * child + axis + 3]!;
      if (low < boxes[at + axis]!) boxes[at + axis] = low;
      if (high > boxes[at + axis + 3]!) boxes[at + axis + 3] = high;
    }
  }
}

/** Triangles by the Morton code of their middle, ten bits to an axis: a radix sort of three passes. */
function inMortonOrder(
  positions: Float32Array,
  { min, side }: { readonly min: ArrayLike<number>; readonly side: number },
): Uint32Array {
  const count = positions.length / 9;
  const codes = new Uint32Array(count);
  const cell = CELLS / (3 * side || 1);
  for (let triangle = 0; triangle < count; triangle++) {
    const at = 9 * triangle;
    let code = 0;
    for (let axis = 0; axis < 3; axis++) {
      const sum = positions[at + axis]! + positions[at + axis + 3]! + positions[at + axis + 6]!;
      code |= spread(Math.min(CELLS, Math.max(0, (sum - 3 * min[axis]!) * cell)) | 0) << axis;
    }
    codes[triangle] = code;
  }
  let order = new Uint32Array(count);
  for (let triangle = 0; triangle < count; triangle++) order[triangle] = triangle;
  for (const shift of [0, 10, 20]) order = sortedBy(order, (triangle) => (codes[triangle]! >>> shift) & 1023);
  return order;
}

function sortedBy(order: Uint32Array, digit: (triangle: number) => number): Uint32Array<ArrayBuffer> {
  const starts = new Uint32Array(1025);
  for (let i = 0; i < order.length; i++) starts[digit(order[i]!) + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const sorted = new Uint32Array(order.length);
  for (let i = 0; i < order.length; i++) sorted[starts[digit(order[i]!)]!++] = order[i]!;
  return sorted;
}

/** Two zero bits between the ten bits of a number. */
function spread(value: number): number {
  let bits = (value | (value << 16)) & 0x030000ff;
  bits = (bits | (bits << 8)) & 0x0300f00f;
  bits = (bits | (bits << 4)) & 0x030c30c3;
  return (bits | (bits << 2)) & 0x09249249;
}

/** Where a ray starts and which way it goes (length one). */
export interface Ray {
  readonly from: readonly [number, number, number];
  readonly to: readonly [number, number, number];
}

/** The triangles of the leaves that the ray may meet nearer than `reach()`, which the visitor may draw in. */
export function alongRay(
  tree: Hierarchy,
  ray: Ray,
  visit: { reach: () => number; triangle: (triangle: number) => void },
): void {
  const { boxes, levels, order } = tree;
  const inverse = ray.to.map((value) => 1 / value) as unknown as Ray['to'];
  const stack: number[] = [levels.length - 2, levels.at(-1)! - 1];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const level = stack.pop()!;
    if (entry(boxes, NUMBERS * node, { from: ray.from, to: inverse }) >= visit.reach()) continue;
    const within = node - levels[level]!;
    if (level === 0) {
      for (let i = LEAF * within; i < Math.min(order.length, LEAF * within + LEAF); i++) visit.triangle(order[i]!);
      continue;
    }
    const first = levels[level - 1]! + CHILDREN * within;
    for (let child = Math.min(first + CHILDREN, levels[level]!) - 1; child >= first; child--)
      stack.push(level - 1, child);
  }
}

/** Distance at which a ray enters a box; Infinity when it passes it by. */
function entry(boxes: Float32Array, at: number, { from, to: inverse }: Ray): number {
  let [near, far] = [0, Infinity];
  for (let axis = 0; axis < 3; axis++) {
    const a = (boxes[at + axis]! - from[axis]!) * inverse[axis]!;
    const b = (boxes[at + axis + 3]! - from[axis]!) * inverse[axis]!;
    // 0 × Infinity: the ray runs along this face of the box.
    if (a !== a || b !== b) continue;
    if (a < b ? a > near : b > near) near = a < b ? a : b;
    if (a < b ? b < far : a < far) far = a < b ? b : a;
  }
  return near <= far ? near : Infinity;
}

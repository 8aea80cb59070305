// Putting unit vectors into the order of a k-d tree, in place.

export interface Range {
  /** Three numbers a vector. */
  readonly vectors: Float64Array;
  /** Moves with the vectors. */
  readonly indexes: Uint32Array;
  readonly from: number;
  readonly to: number;
  /** Which vector is to be where it would be if all were sorted. */
  readonly at: number;
}

/** The axis (0, 1, 2) along which the vectors of a range reach farthest. */
export function widestAxis(vectors: Float64Array, from: number, to: number): number {
  let widest = 0;
  let width = -1;
  for (let axis = 0; axis < 3; axis++) {
    let [least, most] = [Infinity, -Infinity];
    for (let at = from; at < to; at++) {
      const value = vectors[3 * at + axis]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least > width) [widest, width] = [axis, most - least];
  }
  return widest;
}

/** Puts the vector that belongs at `at` there, lower ones before and higher ones after it (Hoare's quickselect). */
export function arrangeAlong(axis: number, { vectors, indexes, from, to, at }: Range): void {
  let [left, right] = [from, to - 1];
  while (right > left) {
    const pivot = medianOfThree(vectors, [left, (left + right) >>> 1, right], axis);
    let [low, high] = [left, right];
    while (low <= high) {
      while (vectors[3 * low + axis]! < pivot) low++;
      while (vectors[3 * high + axis]! > pivot) high--;
      if (low <= high) swap(vectors, indexes, low++, high--);
    }
    if (at <= high) right = high;
    else if (at >= low) left = low;
    else return;
  }
}

function medianOfThree(vectors: Float64Array, at: readonly [number, number, number], axis: number): number {
  const a = vectors[3 * at[0] + axis]!;
  const b = vectors[3 * at[1] + axis]!;
  const c = vectors[3 * at[2] + axis]!;
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(vectors: Float64Array, indexes: Uint32Array, one: number, other: number): void {
  const index = indexes[one]!;
  indexes[one] = indexes[other]!;
  indexes[other] = index;
  for (let axis = 0; axis < 3; axis++) {
    const value = vectors[3 * one + axis]!;
    vectors[3 * one + axis] = vectors[3 * other + axis]!;
    vectors[3 * other + axis] = value;
  }
}

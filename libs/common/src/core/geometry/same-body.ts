// Whether two meshes are one body that was moved or turned: programs write copies as objects of their own.

/** Copies are written with few decimals; what differs by less is the same place. */
const SAME_MM = 0.002;
const SAME_SHARE = 2e-5;

type Vector = readonly [number, number, number];

/** True when corner after corner lies in the same place, as seen from the body itself; a mirrored body is another one. */
export function isSameBody(one: Float32Array, other: Float32Array): boolean {
  if (one.length !== other.length) return false;
  const marks = marksOf(one);
  const [a, b] = [axesAt(one, marks), axesAt(other, marks)];
  if (!a || !b) return false;
  const tolerance = Math.max(SAME_MM, SAME_SHARE * marks.reach);
  for (let corner = 0; corner < one.length; corner += 3) {
    for (let axis = 0; axis < 3; axis++) {
      if (Math.abs(along(one, corner, a, axis) - along(other, corner, b, axis)) > tolerance) return false;
    }
  }
  return true;
}

/** Three corners far from each other, by where they lie in the array. */
interface Marks {
  readonly origin: number;
  readonly far: number;
  readonly aside: number;
  readonly reach: number;
}

function marksOf(positions: Float32Array): Marks {
  const from = (at: number): Vector => difference(positions, at, 0);
  let [far, reach] = [0, 0];
  for (let at = 3; at < positions.length; at += 3) {
    const length = Math.hypot(...from(at));
    if (length > reach) [far, reach] = [at, length];
  }
  const direction = from(far);
  let [aside, most] = [0, 0];
  for (let at = 3; at < positions.length; at += 3) {
    const off = Math.hypot(...cross(direction, from(at)));
    if (off > most) [aside, most] = [at, off];
  }
  return { origin: 0, far, aside, reach };
}

interface Axes {
  readonly origin: number;
  readonly directions: readonly [Vector, Vector, Vector];
}

/** A right-handed system of axes that hangs on three corners; undefined when they lie on a line. */
function axesAt(positions: Float32Array, { origin, far, aside }: Marks): Axes | undefined {
  const x = unit(difference(positions, far, origin));
  const z = x && unit(cross(x, difference(positions, aside, origin)));
  return z && { origin, directions: [x, cross(z, x), z] };
}

function along(positions: Float32Array, at: number, { origin, directions }: Axes, axis: number): number {
  const [x, y, z] = directions[axis]!;
  return (
    x * (positions[at]! - positions[origin]!) +
    y * (positions[at + 1]! - positions[origin + 1]!) +
    z * (positions[at + 2]! - positions[origin + 2]!)
  );
}

const difference = (p: Float32Array, to: number, from: number): Vector => [
  p[to]! - p[from]!,
  p[to + 1]! - p[from + 1]!,
  p[to + 2]! - p[from + 2]!,
];

const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function unit(vector: Vector): Vector | undefined {
  const length = Math.hypot(...vector);
  return length > 0 ? [vector[0] / length, vector[1] / length, vector[2] / length] : undefined;
}

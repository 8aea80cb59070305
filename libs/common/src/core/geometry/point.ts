// A place, a size or a direction in space.

/** Millimetres, unless it is a direction of length one. */
export interface PointMm {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** The point of three numbers that follow each other in an array. */
export const pointAt = (numbers: ArrayLike<number>, at = 0): PointMm => ({
  x: numbers[at]!,
  y: numbers[at + 1]!,
  z: numbers[at + 2]!,
});

/** The mean of points. */
export function middle(...points: readonly PointMm[]): PointMm {
  const mean = (axis: keyof PointMm): number => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return { x: mean('x'), y: mean('y'), z: mean('z') };
}

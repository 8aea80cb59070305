// 3MF's affine transforms: twelve numbers, rows of a 4 × 3 matrix, points are row vectors: p' = p · M (core spec 3.3).

/** m00 m01 m02 m10 m11 m12 m20 m21 m22 m30 m31 m32, the last three in millimetres. */
export type Transform = readonly number[];

export const IDENTITY: Transform = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

/** First `inner`, then `outer`. */
export function compose(inner: Transform, outer: Transform): Transform {
  const result: number[] = [];
  for (let row = 0; row < 4; row++) {
    const [x, y, z] = [inner[3 * row]!, inner[3 * row + 1]!, inner[3 * row + 2]!];
    for (let column = 0; column < 3; column++) {
      const moved = row === 3 ? outer[9 + column]! : 0;
      result.push(x * outer[column]! + y * outer[3 + column]! + z * outer[6 + column]! + moved);
    }
  }
  return result;
}

/** Volume factor of the transform; negative when it mirrors. */
export function determinant(m: Transform): number {
  const [a, b, c, d, e, f, g, h, i] = m as [number, number, number, number, number, number, number, number, number];
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

const SAME_SHAPE = 1e-4;

/** True when two transforms give the same body, moved or turned: their lengths, angles and handedness are equal. */
export function isMoved(one: Transform, other: Transform): boolean {
  if (Math.sign(determinant(one)) !== Math.sign(determinant(other))) return false;
  const [a, b] = [lengthsAndAngles(one), lengthsAndAngles(other)];
  const scale = Math.max(...a.map(Math.abs));
  return a.every((value, i) => Math.abs(value - b[i]!) <= SAME_SHAPE * scale);
}

/** Products of the rows with each other: a turn afterwards does not change them. */
const lengthsAndAngles = (m: Transform): number[] =>
  [[0, 0], [0, 3], [0, 6], [3, 3], [3, 6], [6, 6]].map(
    ([row, other]) => m[row!]! * m[other!]! + m[row! + 1]! * m[other! + 1]! + m[row! + 2]! * m[other! + 2]!,
  ); // prettier-ignore

/** The transform of a text of twelve numbers; undefined when it is anything else. */
export function parseTransform(text: string): Transform | undefined {
  const numbers = text.trim().split(/\s+/).map(Number);
  return numbers.length === 12 && numbers.every(Number.isFinite) ? numbers : undefined;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point2 } from '../geometry/polygon.js';
import { nestShapes, type Nested, type NestTask, type NestedPiece } from './nest-shapes.js';
import type { BedShape } from './sheet.js';
import { triangulate, turned, type Triangles } from './triangulate.js';

const bed: BedShape = {
  xMm: 120,
  yMm: 90,
  shape: 'rectangular',
  excluded: [{ xMm: 0, yMm: 0, widthMm: 20, depthMm: 15 }],
};
const strip: BedShape = { xMm: Infinity, yMm: 60, shape: 'rectangular', excluded: [] };
const roundBed: BedShape = { xMm: 110, yMm: 110, shape: 'round', excluded: [] };

/** Stars around the origin: concave, never crossing themselves. */
const star = fc.array(fc.double({ min: 2, max: 25, noNaN: true }), { minLength: 3, maxLength: 9 }).map((radii) =>
  radii.map((radius, i): Point2 => {
    const angle = (2 * Math.PI * i) / radii.length;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  }),
);
const tasks = fc.record({
  polygons: fc.array(fc.record({ polygon: star, copies: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  bed: fc.constantFrom(bed, roundBed, strip),
  gapMm: fc.constantFrom(0, 1.5, 6),
  anglesDeg: fc.constantFrom([0], [0, 90, 180, 270], [0, 30, 200]),
});
type Case = typeof tasks extends fc.Arbitrary<infer T> ? T : never;
const taskOf = ({ polygons, ...rest }: Case): NestTask => ({
  ...rest,
  shapes: polygons.map(({ polygon, copies }) => ({
    triangles: triangulate(polygon),
    copies,
    anglesDeg: rest.anglesDeg,
  })),
  stepMm: 0.7,
  effort: 50_000,
});

/** The triangles of a piece where it lies. */
function lying(shapes: NestTask['shapes'], { shape, angleDeg, xMm, yMm }: NestedPiece): Triangles {
  const flat = turned(shapes[shape]!.triangles, angleDeg);
  const even = flat.filter((_, i) => i % 2 === 0);
  const odd = flat.filter((_, i) => i % 2 === 1);
  const [minX, minY] = [Math.min(...even), Math.min(...odd)];
  return flat.map((value, i) => (i % 2 === 0 ? value - minX + xMm : value - minY + yMm));
}

const cornersOf = (triangles: Triangles): Point2[] =>
  Array.from({ length: triangles.length / 2 }, (_, i): Point2 => [triangles[2 * i]!, triangles[2 * i + 1]!]);

/** Distance between two triangles: the largest gap along directions across the sides, or from corner to corner. */
function apart(a: readonly Point2[], b: readonly Point2[]): number {
  let most = -Infinity;
  const separate = (nx: number, ny: number): void => {
    const size = Math.hypot(nx, ny);
    if (size < 1e-12) return;
    const along = (points: readonly Point2[]): number[] => points.map(([x, y]) => (x * nx + y * ny) / size);
    const [as, bs] = [along(a), along(b)];
    most = Math.max(most, Math.min(...bs) - Math.max(...as), Math.min(...as) - Math.max(...bs));
  };
  for (const points of [a, b]) {
    for (const [i, [x, y]] of points.entries()) separate(points[(i + 1) % 3]![1] - y, x - points[(i + 1) % 3]![0]);
  }
  for (const [ax, ay] of a) for (const [bx, by] of b) separate(bx - ax, by - ay);
  return most;
}

const triplesOf = (triangles: Triangles): Point2[][] => {
  const corners = cornersOf(triangles);
  return Array.from({ length: corners.length / 3 }, (_, i) => corners.slice(3 * i, 3 * i + 3));
};

describe('nesting shapes', () => {
  it('lays every copy once, on the bed and at least the gap apart, or says that it is too large', () => {
    fc.assert(
      fc.property(tasks, (given) => {
        const task = taskOf(given);
        const { plates, tooLarge } = nestShapes(task);
        for (const [shape, { copies }] of task.shapes.entries()) {
          const placed = plates.flat().filter((piece) => piece.shape === shape).length;
          expect(placed).toBe(tooLarge.includes(shape) ? 0 : copies);
        }
        for (const plate of plates) {
          const pieces = plate.map((piece) => triplesOf(lying(task.shapes, piece)));
          for (const [i, piece] of pieces.entries()) {
            for (const [x, y] of piece.flat()) expect(outside(task.bed, x, y)).toBeLessThan(1e-5);
            const others = pieces.slice(i + 1).flat();
            for (const a of piece) for (const b of others) expect(apart(a, b)).toBeGreaterThan(given.gapMm - 1e-5);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('answers the same to the same question', () => {
    fc.assert(
      fc.property(tasks, (given) => {
        expect(nestShapes(taskOf(given))).toEqual(nestShapes(taskOf(given)));
      }),
      { numRuns: 10 },
    );
  });

  it('needs no more plates and no longer strip for more work', () => {
    fc.assert(
      fc.property(tasks, (given) => {
        const [first, better] = [0, 300_000].map((effort) => nestShapes({ ...taskOf(given), effort })) as [
          Nested,
          Nested,
        ];
        expect(better.plates.length).toBeLessThanOrEqual(first.plates.length);
        if (given.bed === strip) expect(better.lengthMm).toBeLessThanOrEqual(first.lengthMm + 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  it('lays as much in whatever order shapes are given', () => {
    fc.assert(
      fc.property(tasks, (given) => {
        const placed = (polygons: Case['polygons']): number => {
          const { plates } = nestShapes({ ...taskOf({ ...given, polygons }), effort: 0 });
          return plates.flat().length;
        };
        expect(placed(given.polygons.toReversed())).toBe(placed(given.polygons));
      }),
      { numRuns: 20 },
    );
  });

  it('lays a part in the hollow of another', () => {
    const u: Point2[] = [[0, 0], [60, 0], [60, 50], [45, 50], [45, 15], [15, 15], [15, 50], [0, 50]]; // prettier-ignore
    const square: Point2[] = [[0, 0], [26, 0], [26, 26], [0, 26]]; // prettier-ignore
    const { plates } = nestShapes({
      bed: { xMm: 60, yMm: 50, shape: 'rectangular', excluded: [] },
      shapes: [u, square].map((polygon) => ({ triangles: triangulate(polygon), copies: 1, anglesDeg: [0] })),
      gapMm: 1.5,
      stepMm: 0.5,
      effort: 0,
    });
    expect(plates).toHaveLength(1);
  });

  it('does not try to lay what is larger than the bed', () => {
    const long: Point2[] = [[0, 0], [500, 0], [0, 5]]; // prettier-ignore
    const shapes = [{ triangles: triangulate(long), copies: 2, anglesDeg: [0, 90] }];
    expect(nestShapes({ bed, shapes, gapMm: 0, stepMm: 0.5, effort: 0 })).toMatchObject({ plates: [], tooLarge: [0] });
  });
});

/** How far outside the bed a point lies, or inside its excluded zone; not more than 0 when it may lie there. */
function outside({ xMm, yMm, shape, excluded }: BedShape, x: number, y: number): number {
  const edge = shape === 'round' ? Math.hypot(x - xMm / 2, y - xMm / 2) - xMm / 2 : Math.max(-x, -y, x - xMm, y - yMm);
  const inZones = excluded.map((zone) =>
    Math.min(x - zone.xMm, y - zone.yMm, zone.xMm + zone.widthMm - x, zone.yMm + zone.depthMm - y),
  );
  return Math.max(edge, ...inZones);
}

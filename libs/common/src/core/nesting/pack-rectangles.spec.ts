import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packRectangles, type RectangleTask } from './pack-rectangles.js';

const size = fc.double({ min: 0.5, max: 120, noNaN: true });
const tasks = fc.record({
  sizes: fc.array(fc.record({ xMm: size, yMm: size }), { maxLength: 40 }),
  gapMm: fc.double({ min: 0, max: 8, noNaN: true }),
  turning: fc.boolean(),
});
type Sizes = readonly { xMm: number; yMm: number }[];
const taskOf = ({ sizes, ...rest }: { sizes: Sizes; gapMm: number; turning: boolean }): RectangleTask<number> => ({
  binMm: { xMm: 100, yMm: 80 },
  pieces: sizes.map((each, tag) => ({ tag, ...each })),
  attempts: 30,
  ...rest,
});

describe('packing rectangles', () => {
  it('places every piece once, in a bin, at least the gap apart, or says that it is too large', () => {
    fc.assert(
      fc.property(tasks, ({ sizes, ...rest }) => {
        const { bins, tooLarge } = packRectangles(taskOf({ sizes, ...rest }));
        const tags = [...bins.flat().map(({ tag }) => tag), ...tooLarge];
        expect(tags.toSorted((a, b) => a - b)).toEqual(sizes.map((_, tag) => tag));
        for (const tag of tooLarge) {
          const { xMm, yMm } = sizes[tag]!;
          expect((xMm <= 100 && yMm <= 80) || (rest.turning && yMm <= 100 && xMm <= 80)).toBe(false);
        }
        for (const bin of bins) {
          const rects = bin.map(({ tag, xMm: x, yMm: y, turned }) => {
            expect(turned && !rest.turning).toBe(false);
            const { xMm, yMm } = sizes[tag]!;
            return { x, y, w: turned ? yMm : xMm, h: turned ? xMm : yMm };
          });
          for (const [i, a] of rects.entries()) {
            expect(Math.min(a.x, a.y, 100 - a.x - a.w, 80 - a.y - a.h)).toBeGreaterThanOrEqual(-1e-6);
            for (const b of rects.slice(i + 1)) {
              const apart = Math.max(a.x - b.x - b.w, b.x - a.x - a.w, a.y - b.y - b.h, b.y - a.y - a.h);
              expect(apart).toBeGreaterThanOrEqual(rest.gapMm - 1e-6);
            }
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('answers the same to the same question', () => {
    fc.assert(
      fc.property(tasks, (task) => {
        expect(packRectangles(taskOf(task))).toEqual(packRectangles(taskOf(task)));
      }),
      { numRuns: 10 },
    );
  });

  it('finds with attempts what largest first does not', () => {
    // Two bins of 10 × 10, cut up: filled to the brim.
    const sizes = [[10, 1], [8, 9], [2, 9], [6, 4], [4, 4], [10, 3], [10, 2], [10, 1]]; // prettier-ignore
    const pieces = sizes.map(([xMm, yMm], tag) => ({ tag, xMm: xMm!, yMm: yMm! }));
    const task = { binMm: { xMm: 10, yMm: 10 }, pieces, gapMm: 0, turning: true };
    expect(packRectangles({ ...task, attempts: 0 }).bins).toHaveLength(3);
    expect(packRectangles({ ...task, attempts: 300 }).bins).toHaveLength(2);
  });
});

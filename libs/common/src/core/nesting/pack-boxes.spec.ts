import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBoxes, type Bed, type Piece } from './pack-boxes.js';

const bed: Bed = { xMm: 250, yMm: 210, shape: 'rectangular' };
const pieces = fc.array(
  fc.record({
    xMm: fc.double({ min: 0.5, max: 200, noNaN: true }),
    yMm: fc.double({ min: 0.5, max: 200, noNaN: true }),
  }),
  {
    minLength: 1,
    maxLength: 60,
  },
);
const tagged = (sizes: { xMm: number; yMm: number }[]): Piece<number>[] => sizes.map((size, tag) => ({ tag, ...size }));

describe('packing boxes', () => {
  it('places every piece once, on the bed, at least the gap apart', () => {
    fc.assert(
      fc.property(pieces, fc.double({ min: 0, max: 10, noNaN: true }), (sizes, gapMm) => {
        const plates = packBoxes(bed, tagged(sizes), gapMm);
        expect(
          plates
            .flat()
            .map(({ tag }) => tag)
            .sort((a, b) => a - b),
        ).toEqual(sizes.map((_, index) => index));
        for (const plate of plates) {
          const rects = plate.map(({ tag, xMm, yMm, turned }) => {
            const size = sizes[tag]!;
            return { x: xMm, y: yMm, w: turned ? size.yMm : size.xMm, h: turned ? size.xMm : size.yMm };
          });
          for (const [i, a] of rects.entries()) {
            expect(a.x + a.w).toBeLessThanOrEqual(bed.xMm + 1e-9);
            expect(a.y + a.h).toBeLessThanOrEqual(bed.yMm + 1e-9);
            for (const b of rects.slice(i + 1)) {
              const apart = Math.max(a.x - b.x - b.w, b.x - a.x - a.w, a.y - b.y - b.h, b.y - a.y - a.h);
              expect(apart).toBeGreaterThanOrEqual(gapMm - 1e-9);
            }
          }
        }
      }),
    );
  });

  it('keeps pieces inside a round bed', () => {
    const round: Bed = { xMm: 180, yMm: 180, shape: 'round' };
    const corners = packBoxes(round, tagged(Array.from({ length: 9 }, () => ({ xMm: 40, yMm: 30 }))), 5)
      .flat()
      .flatMap(({ xMm, yMm }) => [
        [xMm, yMm],
        [xMm + 40, yMm + 30],
        [xMm, yMm + 30],
        [xMm + 40, yMm],
      ]);
    for (const [x, y] of corners) expect(Math.hypot(x! - 90, y! - 90)).toBeLessThanOrEqual(90 + 1e-9);
  });

  it('fills one plate before it takes another', () => {
    expect(packBoxes(bed, tagged(Array.from({ length: 12 }, () => ({ xMm: 50, yMm: 50 }))), 6)).toHaveLength(1);
  });
});

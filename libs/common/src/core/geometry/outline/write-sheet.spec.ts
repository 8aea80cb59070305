import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mustBeOk } from '../../kernel/result.js';
import type { QuarterTurn } from '../plate.js';
import { measureOutline } from './measure-outline.js';
import type { OutlineFormat } from './outline.js';
import { readOutline } from './read-outline.js';
import { writeSheetSvg } from './write-sheet.js';

/** An L, which no turn and no mirror makes the same. */
const L = { closed: true, points: [[0, 0], [40, 0], [40, 10], [10, 10], [10, 20], [0, 20]] as const }; // prettier-ignore
const part = (format: OutlineFormat) => ({ name: 'L & co', format, paths: [L] });
const read = (bytes: Uint8Array) => mustBeOk(readOutline(bytes, 'sheet.svg'));

describe('a sheet', () => {
  it('cuts as much as its pieces, in millimetres, each where it was laid', () =>
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<QuarterTurn>(0, 90, 180, 270), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<OutlineFormat>('svg', 'dxf'),
        (turns, format) => {
          const items = turns.map((rotationDeg, n) => ({
            part: 0,
            xMm: 60 * n,
            yMm: 5,
            rotationDeg,
            label: `A${n + 1}`,
          }));
          const sheet = writeSheetSvg({ title: 'Sheet', parts: [part(format)], items });
          const { paths, problems } = read(sheet);
          expect(problems).toEqual([]);
          const { cutLengthMm, boxMm } = measureOutline(paths);
          expect(cutLengthMm).toBeCloseTo(120 * turns.length, 3);
          const last = turns.at(-1)! % 180 === 0 ? 40 : 20;
          expect(boxMm.x).toBeCloseTo(60 * (turns.length - 1) + last, 3);
        },
      ),
    ));

  it('shows a piece as it was drawn, not its mirror image', () => {
    for (const format of ['svg', 'dxf'] as const) {
      const items = [{ part: 0, xMm: 0, yMm: 0, rotationDeg: 0 as const }];
      const { paths } = read(writeSheetSvg({ title: 'Sheet', parts: [part(format)], items }));
      const corners = paths[0]!.points.map(([x, y]) => `${x} ${y}`);
      // SVG counts from the top: what is drawn so stays so, what is drawn upward is turned over.
      expect(corners.includes('40 20')).toBe(format === 'dxf');
    }
  });

  it('writes names that are no mark-up', () => {
    const items = [{ part: 0, xMm: 0, yMm: 0, rotationDeg: 0 as const }];
    const text = new TextDecoder().decode(writeSheetSvg({ title: '<script>', parts: [part('svg')], items }));
    expect(text).toContain('<title>&#60;script&#62;</title>');
    expect(text).toContain('<title>L &#38; co</title>');
  });
});

// Drawings as text: what is read of them, in millimetres, and what is refused.

import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { mustBeOk } from '../../kernel/result.js';
import { measureOutline } from './measure-outline.js';
import type { OutlineUnit } from './outline.js';
import { readOutline } from './read-outline.js';

const svg = (inside: string, root = 'width="100mm" height="50mm" viewBox="0 0 200 100"', unit?: OutlineUnit) =>
  readOutline(strToU8(`<svg xmlns="http://www.w3.org/2000/svg" ${root}>${inside}</svg>`), 'a.svg', unit);
const dxf = (entities: string, { blocks = '', units = '4' } = {}) =>
  readOutline(
    strToU8(
      `0 SECTION 2 HEADER 9 $INSUNITS 70 ${units} 0 ENDSEC 0 SECTION 2 BLOCKS ${blocks} 0 ENDSEC 0 SECTION 2 ENTITIES ${entities} 0 ENDSEC 0 EOF`
        .split(/\s+/)
        .join('\n'),
    ),
    'a.dxf',
  );
const measured = (read: ReturnType<typeof readOutline>) => measureOutline(mustBeOk(read).paths);
const close = (value: number, share = 1e-4): unknown => expect.closeTo(value, -Math.log10(2 * share * value));

describe('SVG', () => {
  test('is millimetres by its size and view box; holes count off, islands in holes count', () => {
    const rings = [80, 60, 20].map((r) => `<circle cx="100" cy="50" r="${r / 2}"/>`).join('');
    expect(measured(svg(rings))).toMatchObject({
      areaMm2: close(Math.PI * (400 - 225 + 25)),
      cutLengthMm: close(2 * Math.PI * (20 + 15 + 5)),
      closedPaths: 3,
      openPaths: 0,
    });
  });

  test('understands all commands of paths, also without spaces', () => {
    const square = measured(svg('<path d="M10,10h20v20H10z m40 0l20,0 0,20-20,0z"/>'));
    expect(square).toMatchObject({ cutLengthMm: 80, areaMm2: 200, closedPaths: 2 });
    const disc = measured(svg('<path d="M80 50a20 20 0 1120.5.0Z"/>'));
    expect(disc.boxMm.x).toBeGreaterThan(10);
    const round = measured(svg('<path d="M80,50 A20,20 0 0 1 120,50 A20 20 0 01 80 50Z"/>'));
    expect(round).toMatchObject({ areaMm2: close(Math.PI * 100), cutLengthMm: close(20 * Math.PI) });
    const same = ['M0 0C0 40 40 40 40 0S80-40 80 0', 'M0 0c0 40 40 40 40 0s40-40 40 0'];
    const [one, other] = same.map((d) => measured(svg(`<path d="${d}"/>`)));
    expect(one).toEqual(other);
    expect(measured(svg('<path d="M0 0Q20 40 40 0T80 0"/>')).boxMm).toMatchObject({ x: 40, y: close(20) });
  });

  test('follows groups, transforms, nested drawings and references, and no reference out of the file', () => {
    const drawn = svg(
      `<defs><rect id="r" width="20" height="10" rx="0"/><symbol id="s" viewBox="0 0 2 2"><rect width="2" height="2"/></symbol></defs>
       <g transform="translate(20 20) rotate(90)"><use href="#r"/></g><use href="#s" x="100" width="10" height="10"/>
       <svg x="150" width="10" height="10" viewBox="0 0 1 1"><polygon points="0,0 1,0 1,1"/></svg>
       <use href="other.svg#r"/><text>words</text>`,
    );
    expect(measured(drawn)).toMatchObject({ cutLengthMm: close(30 + 20 + 5 * (2 + Math.SQRT2)), closedPaths: 3 });
    expect(mustBeOk(drawn).problems.map(({ code }) => code)).toEqual(['not-cut', 'not-cut']);
    expect(svg('<g id="g"><use href="#g"/></g>')).toMatchObject({ refusal: { code: 'outline/too-complex' } });
  });

  test('asks for the unit where none is named, and takes the one that is said', () => {
    const line = '<line x2="96"/>';
    expect(mustBeOk(svg(line, 'viewBox="0 0 96 96"')).problems[0]).toMatchObject({ code: 'unit-missing' });
    for (const root of ['', 'viewBox="0 0 96 96"', 'width="96" viewBox="0 0 96 96"']) {
      expect(measured(svg(line, root, 'px')).boxMm.x).toBeCloseTo(25.4);
      expect(measured(svg(line, root, 'cm')).boxMm.x).toBeCloseTo(960);
    }
    expect(mustBeOk(svg(line, '', 'cm')).problems.map(({ code }) => code)).toEqual(['open-outline']);
  });

  test.each([
    ['<svg', 'outline/malformed'],
    ['<html xmlns="http://www.w3.org/1999/xhtml"/>', 'outline/malformed'],
    [
      '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"><path d="&a;"/></svg>',
      'outline/doctype',
    ],
    ['<svg xmlns="http://www.w3.org/2000/svg"><text>only words</text></svg>', 'outline/empty'],
    ['<g>'.repeat(100), 'outline/too-complex'],
  ])('%j is refused', (text, code) => {
    expect(readOutline(strToU8(text), 'a.svg')).toMatchObject({ refusal: { code } });
  });
});

describe('DXF', () => {
  const line = (x0: number, y0: number, x1: number, y1: number) => `0 LINE 10 ${x0} 20 ${y0} 11 ${x1} 21 ${y1}`;

  test('lines and arcs become one outline, over gaps as small as a kerf', () => {
    const slot = [line(0, 0, 20, 0), line(20.02, 10, 0, 10), '0 ARC 10 20 20 5 40 5 50 270 51 90', '0 ARC 10 0 20 5 40 5 50 90 51 270']; // prettier-ignore
    expect(measured(dxf(slot.join(' ')))).toMatchObject({ closedPaths: 1, areaMm2: close(200 + 25 * Math.PI, 1e-3) });
    expect(mustBeOk(dxf(slot.join(' '))).problems).toMatchObject([{ code: 'gaps-closed', count: 1 }]);
    const apart = measured(dxf([line(0, 0, 20, 0), line(20.2, 0, 20, 10)].join(' ')));
    expect(apart).toMatchObject({ openPaths: 2, areaMm2: 0 });
  });

  test('polylines bulge, ellipses and splines curve, inches are inches', () => {
    const disc = '0 LWPOLYLINE 70 1 10 0 20 0 42 1 10 2 20 0 42 1';
    expect(measured(dxf(disc, { units: '1' }))).toMatchObject({ areaMm2: close(Math.PI * 25.4 ** 2), closedPaths: 1 });
    const ellipse = '0 ELLIPSE 10 0 20 0 11 4 21 0 40 0.5 41 0 42 6.283185307179586';
    expect(measured(dxf(ellipse)).areaMm2).toBeCloseTo(8 * Math.PI, 2);
    const parabola = '0 SPLINE 71 2 40 0 40 0 40 0 40 1 40 1 40 1 10 0 20 0 10 1 20 2 10 2 20 0';
    expect(measured(dxf(parabola)).boxMm).toMatchObject({ x: 2, y: 1 });
  });

  test('blocks are put in where they are inserted: moved, turned, scaled, mirrored, repeated', () => {
    const blocks = `0 BLOCK 2 B 10 1 20 1 ${line(1, 1, 3, 1)} 0 ENDBLK 0 BLOCK 2 LOOP 0 INSERT 2 LOOP 0 ENDBLK`;
    const read = dxf('0 INSERT 2 b 10 10 20 10 41 2 50 90 70 3 44 5', { blocks });
    expect(measured(read)).toMatchObject({ boxMm: { x: close(1e-12, 1), y: close(14) }, cutLengthMm: close(12) });
    expect(dxf('0 INSERT 2 LOOP', { blocks })).toMatchObject({ refusal: { code: 'outline/too-complex' } });
    const mirrored = measured(dxf('0 CIRCLE 10 5 20 0 40 1 230 -1'));
    expect(mirrored.minMm.x).toBeCloseTo(-6);
  });

  test.each([
    ['AutoCAD Binary DXF\r\n\u001a\u0000', 'outline/binary-dxf'],
    ['a drawing', 'outline/malformed'],
    ['0\nSECTION\n2\nENTITIES\n0\nTEXT\n0\nENDSEC\n0\nEOF\n', 'outline/empty'],
    ['0\nSECTION\n2\nENTITIES\n0\nCIRCLE\n10\nfar\n0\nENDSEC\n', 'outline/malformed'],
  ])('%j is refused', (text, code) => {
    expect(readOutline(strToU8(text), 'a.dxf')).toMatchObject({ refusal: { code } });
  });
});

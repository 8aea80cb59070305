import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mustBeOk } from '../kernel/result.js';
import { measure } from './measure.js';
import { type PlateItem, writePlate3mf } from './plate.js';
import { readMesh } from './read-mesh.js';
import { boxMesh } from './solids.js';

const bracket = { name: 'bracket <a> & "b"', mesh: boxMesh({ x: 30, y: 10, z: 5 }, { x: -7, y: 12, z: 3 }) };
const knob = { name: 'knob', mesh: boxMesh({ x: 8.1, y: 8.1, z: 0.1 }) };
const readBack = (bytes: Uint8Array) => mustBeOk(readMesh(bytes, 'plate.3mf'));

describe('a plate', () => {
  test('reads back with the volume of every unit, one object per part', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1), { minLength: 1, maxLength: 12 }), (parts) => {
        const items = parts.map((part, i): PlateItem => ({ part, xMm: 40 * i, yMm: 0, rotationDeg: 90 }));
        const plate = readBack(writePlate3mf({ title: 'plate', parts: [bracket, knob], items }));
        const wanted = parts.reduce((sum, part) => sum + (part === 0 ? 1500 : 8.1 * 8.1 * 0.1), 0);
        expect(measure(plate.mesh).volumeMm3 / wanted).toBeCloseTo(1, 4);
        expect(measure(plate.mesh)).toMatchObject({ shells: parts.length, watertight: true });
        expect(plate.instances).toBe(parts.length);
        expect(plate.objects).toHaveLength(new Set(parts).size);
      }),
      { numRuns: 30 },
    );
  });

  test.each([0, 90, 180, 270] as const)(
    'puts the footprint of a part turned by %s° where it was asked to be',
    (rotationDeg) => {
      const item = { part: 0, xMm: 100, yMm: 50.5, rotationDeg };
      const { minMm, boxMm } = measure(readBack(writePlate3mf({ title: 't', parts: [bracket], items: [item] })).mesh);
      expect(minMm).toEqual({ x: 100, y: 50.5, z: 0 });
      expect(boxMm).toEqual(rotationDeg % 180 === 0 ? { x: 30, y: 10, z: 5 } : { x: 10, y: 30, z: 5 });
    },
  );

  test('keeps the corners to the bit', () => {
    const odd = { name: 'odd', mesh: boxMesh({ x: 1 / 3, y: Math.PI, z: 1e-7 }) };
    const item: PlateItem = { part: 0, xMm: 0, yMm: 0, rotationDeg: 0 };
    expect(readBack(writePlate3mf({ title: 't', parts: [odd], items: [item] })).mesh).toEqual(odd.mesh);
  });

  test('has the same bytes for the same contents, and safe labels', () => {
    const plate = {
      title: 'a\u0000b',
      parts: [bracket],
      items: [{ part: 0, xMm: 1, yMm: 2, rotationDeg: 0 as const }],
    };
    const bytes = writePlate3mf(plate);
    expect(writePlate3mf(plate)).toEqual(bytes);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['[Content_Types].xml', '_rels/.rels', '3D/3dmodel.model']);
    const xml = strFromU8(files['3D/3dmodel.model']!);
    expect(xml).toContain('partnumber="bracket &lt;a&gt; &amp; &quot;b&quot;"');
    expect(xml.match(/<vertex /g)).toHaveLength(8);
  });
});

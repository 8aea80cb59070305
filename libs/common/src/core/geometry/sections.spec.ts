import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mesh } from './mesh.js';
import type { SectionProfile } from '../design/section-profile.js';
import { DEPTHS_MM, sectionProfile as profileOf } from './sections.js';
import { boxMesh } from './solids.js';

const sectionProfile = (mesh: Mesh): SectionProfile => profileOf(mesh)!;
const joined = (...meshes: Mesh[]): Mesh => ({
  positions: Float32Array.from(meshes.flatMap((mesh) => [...mesh.positions])),
});
const reversed = ({ positions }: Mesh): Mesh => {
  const turned = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 9)
    for (let k = 0; k < 3; k++) turned.set(positions.subarray(i + 3 * k, i + 3 * k + 3), i + 3 * (2 - k));
  return { positions: turned };
};
const flat = (rows: readonly (readonly number[])[]): number => rows.flat().reduce((sum, value) => sum + value, 0);

describe('the profile of a part', () => {
  test('a box has everywhere its area and its outline, and loses a wall at every depth', () => {
    const { strata } = sectionProfile(boxMesh({ x: 30, y: 20, z: 10 }));
    expect(strata.reduce((sum, [thicknessMm]) => sum + thicknessMm, 0)).toBeCloseTo(10, 2);
    expect(strata[16]![4]).toBe(0);
    for (const [, areaMm2, perimeterMm, smallLoopMm, , innerMm2] of strata) {
      expect([areaMm2, perimeterMm, smallLoopMm]).toEqual([600, 100, 0]);
      for (const [k, depth] of DEPTHS_MM.entries()) {
        const inner = (30 - 2 * depth) * (20 - 2 * depth);
        expect(Math.abs(innerMm2[k]! / inner - 1)).toBeLessThan(0.02);
      }
    }
  });

  test('a slab of 1 mm is all skin, a block of 20 mm has skins above and below', () => {
    const slab = sectionProfile(boxMesh({ x: 40, y: 40, z: 1 }));
    expect(flat(slab.skinsMm3.slice(0, 5))).toBeCloseTo(flat(slab.skinsMm3), -1);
    const { skinsMm3, bridgeMm2 } = sectionProfile(boxMesh({ x: 40, y: 40, z: 20 }));
    const insideMm2 = 38.4 ** 2;
    expect(Math.abs(flat(skinsMm3.slice(0, 5)) / insideMm2 - 1)).toBeLessThan(0.03);
    expect(Math.abs(flat(skinsMm3.map((row) => row.slice(0, 5))) / insideMm2 - 1)).toBeLessThan(0.03);
    expect(bridgeMm2).toBe(0);
  });

  test('a table top stands over air: a bridge, and room for supports', () => {
    const leg = boxMesh({ x: 10, y: 10, z: 20 }, { x: 15, y: 15, z: 0 });
    const table = sectionProfile(joined(leg, boxMesh({ x: 40, y: 40, z: 4 }, { x: 0, y: 0, z: 20 })));
    expect(table.bridgeMm2).toBeGreaterThan(1300);
    expect(Math.abs(table.supportMm3 / (1500 * 20) - 1)).toBeLessThan(0.05);
  });

  test('a mesh turned inside out has the same profile', () => {
    const box = boxMesh({ x: 12, y: 9, z: 7 });
    expect(sectionProfile(reversed(box))).toEqual(sectionProfile(box));
  });

  test('a mesh without height, area or triangles has a profile of finite numbers', () => {
    for (const size of [
      { x: 10, y: 10, z: 0 },
      { x: 0, y: 10, z: 10 },
      { x: 0, y: 0, z: 0 },
    ])
      // prettier-ignore
      expect(JSON.stringify(sectionProfile(boxMesh(size)))).not.toContain('null');
    expect(sectionProfile({ positions: new Float32Array(0) }).strata).toEqual([]);
  });

  test('a tangle of large triangles has none, and is soon told', () => {
    const { positions } = boxMesh({ x: 100, y: 100, z: 100 });
    const tangle = new Float32Array(20_000 * positions.length);
    for (let i = 0; i < tangle.length; i += positions.length) tangle.set(positions, i);
    expect(profileOf({ positions: tangle })).toBeUndefined();
  });

  test('it is small, whatever the part', () => {
    const size = fc.double({ min: 0.2, max: 400, noNaN: true });
    fc.assert(
      fc.property(fc.record({ x: size, y: size, z: size }), (box) => {
        const text = JSON.stringify(sectionProfile(boxMesh(box)));
        expect(text.length).toBeLessThan(3_000);
        expect(text).not.toContain('null');
      }),
      { numRuns: 20 },
    );
  });
});

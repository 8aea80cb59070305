import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hullOf } from './hull.js';
import { measureFully } from './measure-fully.js';
import { measure, measureSolid } from './measure.js';
import type { Mesh } from './mesh.js';
import { areaOf, depthIn } from './polygon.js';
import { problemsOf } from './problems.js';
import { pointAt } from './point.js';
import { type Rotation, rotate, rotatedBox } from './rotation.js';
import { boxMesh } from './solids.js';
import { HEADER_BYTES } from './stl-facets.js';
import { StlSolid } from './stl-solid.js';
import { writeStl } from './write-stl.js';

const both = (...meshes: Mesh[]): Mesh => ({
  positions: Float32Array.from(meshes.flatMap(({ positions }) => [...positions])),
});
const rotatedMesh = ({ positions }: Mesh, turn: Rotation): Mesh => {
  const turned = positions.slice();
  for (let i = 0; i < positions.length; i += 3) {
    const { x, y, z } = rotate(turn, pointAt(positions, i));
    turned.set([x, y, z], i);
  }
  return { positions: turned };
};
const size = fc.double({ min: 3, max: 120, noNaN: true }).map(Math.fround);
const place = fc.double({ min: -90, max: 90, noNaN: true }).map(Math.fround);
const box = fc
  .tuple(size, size, size, place, place, place)
  .map(([x, y, z, a, b, c]) => boxMesh({ x, y, z }, { x: a, y: b, z: c }));
const rotation = fc
  .tuple(...Array.from({ length: 4 }, () => fc.double({ min: -1, max: 1, noNaN: true })))
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => q.map((part) => part / Math.hypot(...q)) as unknown as Rotation);
/** One to four boxes, turned together: parts with faces, corners and hollows everywhere. */
const part = fc
  .tuple(fc.array(box, { minLength: 1, maxLength: 4 }), rotation)
  .map(([boxes, turn]) => rotatedMesh(both(...boxes), turn));
const near = (actual: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(actual - wanted), `${actual}, not ${wanted}`).toBeLessThanOrEqual(tolerance);

describe('properties of every part', () => {
  test('turning it changes neither volume nor area', () => {
    fc.assert(
      fc.property(part, rotation, (mesh, turn) => {
        const [before, after] = [measure(mesh), measure(rotatedMesh(mesh, turn))];
        near(after.volumeMm3, before.volumeMm3, before.volumeMm3 * 1e-4);
        near(after.areaMm2, before.areaMm2, before.areaMm2 * 1e-4);
      }),
    );
  });

  test('its box in every resting orientation is that of the turned body', () => {
    fc.assert(
      fc.property(part, (mesh) => {
        for (const { rotation: turn, boxMm, tipsAtDeg } of measureFully(mesh).orientations.resting) {
          const turned = measureSolid(rotatedMesh(mesh, turn));
          for (const axis of ['x', 'y', 'z'] as const) near(boxMm[axis], turned.boxMm[axis], 1e-3);
          expect(tipsAtDeg).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('its footprint is a small counter-clockwise polygon that holds every point', () => {
    fc.assert(
      fc.property(part, (mesh) => {
        const { footprintMm, orientations } = measureFully(mesh);
        const turn = orientations.proposed.rotation;
        const { positions } = rotatedMesh(mesh, turn);
        const { minMm } = rotatedBox(mesh.positions, turn);
        expect(footprintMm.length).toBeLessThanOrEqual(32);
        expect(areaOf(footprintMm)).toBeGreaterThan(0);
        for (let i = 0; i < positions.length; i += 3) {
          const at = [positions[i]! - minMm.x, positions[i + 1]! - minMm.y] as const;
          expect(depthIn(footprintMm, at)).toBeGreaterThan(-1e-3);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('its convex hull is no smaller than itself', () => {
    fc.assert(
      fc.property(box, rotation, place, (mesh, turn, x) => {
        const body = rotatedMesh(both(mesh, boxMesh({ x: 1, y: 2, z: 3 }, { x, y: 91, z: 200 })), turn);
        const corners = hullOf(body.positions)!.flatMap((facet) => facet.corners);
        const hull = {
          positions: Float32Array.from(
            corners.flatMap((at) => Array.from(body.positions.subarray(3 * at, 3 * at + 3))),
          ),
        };
        const { volumeMm3, watertight, insideOut } = measure(hull);
        expect({ watertight, insideOut }).toEqual({ watertight: true, insideOut: false });
        expect(volumeMm3).toBeGreaterThan(measure(body).volumeMm3 * 0.9999);
      }),
    );
  });

  test('summed up from the bytes of its file, it measures the same', () => {
    fc.assert(
      fc.property(part, (mesh) => {
        const solid = new StlSolid();
        solid.addFacets(writeStl(mesh).subarray(HEADER_BYTES));
        expect(solid.measures()).toEqual(measureSolid(mesh));
      }),
    );
  });
});

describe('how a part lies', () => {
  const plate = boxMesh({ x: 60, y: 40, z: 3 });
  const upright = rotatedMesh(plate, [0, Math.SQRT1_2, 0, Math.SQRT1_2]);

  test('a plate lies as it was modelled, and one that was modelled upright is laid down', () => {
    expect(measureFully(plate).orientations.proposed).toMatchObject({ asModelled: true, rotation: [0, 0, 0, 1] });
    const { proposed, resting } = measureFully(upright).orientations;
    expect(proposed.asModelled).toBe(false);
    near(proposed.boxMm.z, 3, 1e-4);
    expect(proposed.reason).toBe(
      'Turned: 23 cm² more on the bed, 57.0 mm lower; 24 cm² touch the bed, nothing overhangs, 3.0 mm high.',
    );
    expect(resting).toHaveLength(6);
  });

  test('a table overhangs under its top, unless it is turned over', () => {
    const leg = boxMesh({ x: 10, y: 10, z: 30 }, { x: 15, y: 15, z: 0 });
    const table = both(leg, boxMesh({ x: 40, y: 40, z: 5 }, { x: 0, y: 0, z: 30 }));
    expect(measureSolid(table)).toMatchObject({ overhangMm2: 1600, baseContactMm2: 100 });
    const { proposed } = measureFully(table).orientations;
    near(proposed.overhangMm2, 100, 1e-3);
    near(proposed.baseContactMm2, 1600, 1e-3);
  });

  test('a face at 45° is printed without support', () => {
    const turned = rotatedMesh(boxMesh({ x: 20, y: 20, z: 20 }), [Math.sin(Math.PI / 8), 0, 0, Math.cos(Math.PI / 8)]);
    expect(measureSolid(turned).overhangMm2).toBe(0);
    const flatter = rotatedMesh(boxMesh({ x: 20, y: 20, z: 20 }), [Math.sin(Math.PI / 9), 0, 0, Math.cos(Math.PI / 9)]);
    near(measureSolid(flatter).overhangMm2, 400, 1e-3);
  });

  test('an inside-out body overhangs where the right one does', () => {
    const leg = boxMesh({ x: 10, y: 10, z: 30 }, { x: 15, y: 15, z: 0 });
    const { positions } = both(leg, boxMesh({ x: 40, y: 40, z: 5 }, { x: 0, y: 0, z: 30 }));
    const inverted = { positions: positions.map((value, i) => (i % 3 === 0 ? -value : value)) };
    expect(measureSolid(inverted)).toMatchObject({ insideOut: true, overhangMm2: 1600, baseContactMm2: 100 });
  });
});

describe('walls', () => {
  const tray = (wall: number): Mesh => {
    const [outer, inner] = [boxMesh({ x: 40, y: 40, z: 40 }), boxMesh({ x: 40 - 2 * wall, y: 40 - 2 * wall, z: 40 - 2 * wall }, { x: wall, y: wall, z: wall })]; // prettier-ignore
    // The inner box, mirrored, faces inwards: a hollow.
    const hollow = { positions: inner.positions.map((value, i) => (i % 3 === 0 ? 40 - value : value)) };
    return both(outer, hollow);
  };

  test('the wall of a hollow cube is found to a hundredth, with a place on it', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 8, noNaN: true }).map(Math.fround), (wall) => {
        const { thicknessMm, at } = measureFully(tray(wall)).thinnestWall!;
        near(thicknessMm, wall, wall * 0.01);
        const depth = Math.min(...[at.x, at.y, at.z].map((value) => Math.min(value, 40 - value)));
        expect(Math.min(Math.abs(depth), Math.abs(depth - wall))).toBeLessThan(1e-3);
      }),
      { numRuns: 20 },
    );
  });

  test('is told in two tiers, with its place; open bodies have none', () => {
    const codes = (wall: number) => problemsOf(measureFully(tray(wall))).map(({ code }) => code);
    expect(codes(0.3)).toEqual(['too-thin', 'several-bodies']);
    expect(codes(0.6)).toEqual(['thin-walls', 'several-bodies']);
    expect(codes(1)).toEqual(['several-bodies']);
    expect(problemsOf(measureFully(tray(0.3)))[0]).toMatchObject({
      severity: 'warning',
      place: { x: expect.any(Number) },
    });
    expect(measureFully({ positions: boxMesh({ x: 9, y: 9, z: 9 }).positions.slice(9) }).thinnestWall).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from './measure.js';
import type { Mesh } from './mesh.js';
import { problemsOf } from './problems.js';
import { boxMesh } from './solids.js';

const cube = boxMesh({ x: 20, y: 20, z: 20 });

const mapped = (mesh: Mesh, move: (x: number, y: number, z: number) => readonly [number, number, number]): Mesh => {
  const positions = new Float32Array(mesh.positions.length);
  for (let i = 0; i < positions.length; i += 3) {
    positions.set(move(mesh.positions[i]!, mesh.positions[i + 1]!, mesh.positions[i + 2]!), i);
  }
  return { positions };
};

const both = (...meshes: Mesh[]): Mesh => ({
  positions: Float32Array.from(meshes.flatMap((mesh) => [...mesh.positions])),
});

const without = (mesh: Mesh, triangles: number): Mesh => ({ positions: mesh.positions.slice(9 * triangles) });

const codes = (mesh: Mesh): string[] => problemsOf(measure(mesh)).map(({ code }) => code);

const size = fc.double({ min: 2, max: 300, noNaN: true }).map(Math.fround);
const place = fc.double({ min: -500, max: 500, noNaN: true }).map(Math.fround);

describe('measures', () => {
  test('a cube of 20 mm has 8000 mm³, 2400 mm² and one watertight shell', () => {
    expect(measure(cube)).toEqual({
      triangles: 12,
      shells: 1,
      watertight: true,
      openEdges: 0,
      nonManifoldEdges: 0,
      misorientedEdges: 0,
      degenerateTriangles: 0,
      duplicateTriangles: 0,
      firstFaults: {},
      boxMm: { x: 20, y: 20, z: 20 },
      minMm: { x: 0, y: 0, z: 0 },
      maxMm: { x: 20, y: 20, z: 20 },
      volumeMm3: 8000,
      areaMm2: 2400,
      insideOut: false,
      overhangMm2: 0,
      baseContactMm2: 400,
      centreOfMassMm: { x: 10, y: 10, z: 10 },
    });
    expect(codes(cube)).toEqual([]);
  });

  test('moving and turning a body leaves its volume, area and topology', () => {
    const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(size, size, size), fc.tuple(place, place), angle, ([x, y, z], [right, up], turn) => {
        const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
        const moved = measure(
          mapped(boxMesh({ x, y, z }), (a, b, c) => [a * cos - b * sin + right, a * sin + b * cos, c + up]),
        );
        const volume = x * y * z;
        const area = 2 * (x * y + y * z + z * x);
        expect(Math.abs(moved.volumeMm3 - volume)).toBeLessThan(volume * 1e-3);
        expect(Math.abs(moved.areaMm2 - area)).toBeLessThan(area * 1e-3);
        expect(moved).toMatchObject({ shells: 1, watertight: true, insideOut: false });
      }),
    );
  });

  test('scaling a body scales its volume with the cube and its area with the square', () => {
    fc.assert(
      fc.property(size, size, size, fc.integer({ min: -3, max: 3 }), (x, y, z, power) => {
        const scale = 2 ** power;
        const [one, scaled] = [boxMesh({ x, y, z }), boxMesh({ x: x * scale, y: y * scale, z: z * scale })].map(
          measure,
        );
        expect(scaled!.volumeMm3 / one!.volumeMm3).toBeCloseTo(scale ** 3, 5);
        expect(scaled!.areaMm2 / one!.areaMm2).toBeCloseTo(scale ** 2, 5);
      }),
    );
  });

  test('−0 and 0 are one place', () => {
    const negativeZero = mapped(cube, (x, y, z) => [x || -0, y, z]);
    negativeZero.positions[0] = 0;
    expect(measure(negativeZero).watertight).toBe(true);
  });
});

describe('problems', () => {
  test('a missing triangle is a hole of three edges', () => {
    expect(problemsOf(measure(without(cube, 1)))).toMatchObject([{ code: 'not-watertight', count: 3 }]);
  });

  test('a body turned inside out keeps its volume and says so', () => {
    const inverted = mapped(cube, (x, y, z) => [-x, y, z]);
    expect(measure(inverted)).toMatchObject({ volumeMm3: 8000, insideOut: true, watertight: true });
    expect(codes(inverted)).toEqual(['inside-out']);
  });

  test('one triangle facing the other way is three misoriented edges', () => {
    const positions = cube.positions.slice();
    positions.copyWithin(0, 3, 6);
    positions.set(cube.positions.subarray(0, 3), 3);
    expect(measure({ positions })).toMatchObject({ watertight: false, misorientedEdges: 3, openEdges: 0 });
  });

  test('two cubes that share an edge are not manifold there; two apart are two bodies', () => {
    const touching = both(cube, boxMesh({ x: 20, y: 20, z: 20 }, { x: 20, y: 20, z: 0 }));
    expect(measure(touching)).toMatchObject({ nonManifoldEdges: 1, shells: 1, watertight: false });
    const apart = both(cube, boxMesh({ x: 20, y: 20, z: 20 }, { x: 40, y: 0, z: 0 }));
    expect(measure(apart)).toMatchObject({ shells: 2, watertight: true });
    expect(codes(apart)).toEqual(['several-bodies']);
  });

  test('triangles without area take no part in the edges', () => {
    const point = { positions: new Float32Array(9).fill(20) };
    expect(measure(both(cube, point))).toMatchObject({ degenerateTriangles: 1, watertight: true, shells: 1 });
  });

  test('a 20 mm cube exported in metres or in inches is noticed', () => {
    expect(codes(mapped(cube, (x, y, z) => [x / 1000, y / 1000, z / 1000]))).toEqual(['probably-metres']);
    expect(codes(mapped(cube, (x, y, z) => [x / 25.4, y / 25.4, z / 25.4]))).toEqual(['probably-inches']);
  });

  test('a flat surface encloses nothing, which blocks it', () => {
    const flat = { positions: Float32Array.of(0, 0, 0, 10, 0, 0, 0, 10, 0) };
    expect(problemsOf(measure(flat))[0]).toMatchObject({ code: 'no-volume', severity: 'blocking' });
  });
});

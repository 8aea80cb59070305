import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measure } from '../measure.js';
import type { Mesh } from '../mesh.js';
import { isSameBody } from '../same-body.js';
import { boxMesh } from '../solids.js';
import { repairMesh } from './repair-mesh.js';

/** A ball of 960 triangles and radius 10, around a place. */
function ball(x = 0, turnedIn = false): Mesh {
  const [around, along] = [24, 21];
  const at = (i: number, j: number): number[] => {
    const [a, b] = [(2 * Math.PI * (i % around)) / around, (Math.PI * j) / along];
    const ring = j === 0 || j === along ? 0 : Math.sin(b);
    return [x + 10 * ring * Math.cos(a), 10 * ring * Math.sin(a), -10 * Math.cos(b)];
  };
  const corners: number[] = [];
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < along; j++) {
      if (j > 0) corners.push(...at(i, j), ...at(i + 1, j), ...at(i, j + 1));
      if (j < along - 1) corners.push(...at(i + 1, j), ...at(i + 1, j + 1), ...at(i, j + 1));
    }
  }
  const mesh = { positions: Float32Array.from(corners) };
  return turnedIn ? withFaces(mesh, (face) => [turned(face)]) : mesh;
}

const turned = (face: readonly number[]): number[] => [...face.slice(0, 3), ...face.slice(6), ...face.slice(3, 6)];

function withFaces({ positions }: Mesh, change: (face: number[], index: number) => number[][]): Mesh {
  const faces = Array.from({ length: positions.length / 9 }, (_, i) => [...positions.subarray(9 * i, 9 * i + 9)]);
  return { positions: Float32Array.from(faces.flatMap((face, i) => change(face, i).flat())) };
}

/** No two of these faces of the ball have a corner in common. */
function areApart(faces: readonly number[]): boolean {
  const { positions } = ball();
  const corners = faces.flatMap((face) =>
    [0, 3, 6].map((at) => [...positions.subarray(9 * face + at, 9 * face + at + 3)].map((mm) => mm.toFixed(3)).join()),
  );
  return new Set(corners).size === corners.length;
}

const none = (): [] => [];
const whole = measure(ball());

describe('repair', () => {
  test('leaves a whole body as it is, to the bit', () => {
    const mesh = ball();
    expect(repairMesh(mesh, none)).toEqual({ mesh, repairs: [], remaining: [] });
  });

  test('of lost, doubled and turned faces gives the whole body back', () => {
    const faults = fc.uniqueArray(fc.tuple(fc.nat(959), fc.constantFrom('lost', 'doubled', 'turned')), {
      minLength: 1,
      maxLength: 12,
      selector: ([face]) => face,
    });
    fc.assert(
      fc.property(faults, (chosen) => {
        const fault = new Map(chosen);
        // Two that are lost beside each other leave a hole that may be uneven, and is then left to a person.
        fc.pre(areApart(chosen.flatMap(([face, kind]) => (kind === 'lost' ? [face] : []))));
        const broken = withFaces(ball(), (face, i) => {
          const kind = fault.get(i);
          return kind === 'lost' ? [] : kind === 'doubled' ? [face, face] : [kind === 'turned' ? turned(face) : face];
        });
        const { mesh, repairs, remaining } = repairMesh(broken, none);
        const mended = measure(mesh);
        expect(remaining).toEqual([]);
        expect(repairs.length).toBeGreaterThan(0);
        expect(mended).toMatchObject({ watertight: true, insideOut: false, shells: 1 });
        expect(Math.abs(mended.volumeMm3 / whole.volumeMm3 - 1)).toBeLessThan(0.01);
      }),
      { numRuns: 50 },
    );
  });

  test('turns what is inside out, and no cavity', () => {
    const inward = repairMesh(ball(0, true), none);
    expect(inward.repairs).toMatchObject([{ code: 'inside-out', message: 'The body turned inside out.' }]);
    expect(measure(inward.mesh)).toMatchObject({ insideOut: false, volumeMm3: whole.volumeMm3 });
    const outer = boxMesh({ x: 40, y: 40, z: 40 }, { x: -20, y: -20, z: -20 });
    const hollow = { positions: Float32Array.from([...outer.positions, ...ball(0, true).positions]) };
    expect(repairMesh(hollow, none).repairs).toEqual([]);
  });

  test('does not close what may be meant to be open', () => {
    const bowl = withFaces(ball(), (face) => (face.some((value, i) => i % 3 === 2 && value > 1) ? [] : [face]));
    const { repairs, remaining } = repairMesh(bowl, none);
    expect([repairs, remaining]).toEqual([[], ['1 hole is too large or too uneven to be closed.']]);
  });

  test('takes out a wall of no thickness between two halves', () => {
    const box = boxMesh({ x: 10, y: 10, z: 10 });
    const wall = [0, 0, 0, 10, 0, 0, 10, 10, 10];
    const between = { positions: Float32Array.from([...box.positions, ...wall, ...turned(wall)]) };
    expect(measure(repairMesh(between, none).mesh).openEdges).toBe(0);
  });
});

test('copies of a body are told from others: moved and turned ones are the same, mirrored and scaled ones are not', () => {
  const body = withFaces(ball(), (face, i) => (i < 300 ? [face] : []));
  const changed = (to: (x: number, y: number, z: number) => number[]): Float32Array =>
    body.positions.map(
      (_, i, all) => to(...([...all.subarray(i - (i % 3), i - (i % 3) + 3)] as [number, number, number]))[i % 3]!,
    );
  expect(
    isSameBody(
      body.positions,
      changed((x, y, z) => [30 - y, x + 5, z - 7]),
    ),
  ).toBe(true);
  expect(
    isSameBody(
      body.positions,
      changed((x, y, z) => [-x, y, z]),
    ),
  ).toBe(false);
  expect(
    isSameBody(
      body.positions,
      changed((x, y, z) => [x, y, 1.01 * z]),
    ),
  ).toBe(false);
});

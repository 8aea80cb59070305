import { expect, it } from 'vitest';
import fc from 'fast-check';
import { boxOf } from './measure.js';
import { rotatedBox, type Rotation } from './rotation.js';
import { boxMesh } from './solids.js';
import { turnedMesh } from './turn-mesh.js';

const aRotation = fc
  .tuple(...Array.from({ length: 4 }, () => fc.double({ min: -1, max: 1, noNaN: true })))
  .filter((q) => Math.hypot(...q) > 0.1)
  .map((q) => q.map((value) => value / Math.hypot(...q)) as unknown as Rotation);

it('a turned body has the box that was foretold of it', () =>
  fc.assert(
    fc.property(aRotation, (rotation) => {
      const mesh = boxMesh({ x: 10, y: 20, z: 30 });
      const { minMm, maxMm } = boxOf(turnedMesh(mesh, rotation).positions);
      const foretold = rotatedBox(mesh.positions, rotation);
      for (const axis of ['x', 'y', 'z'] as const) {
        expect(minMm[axis]).toBeCloseTo(foretold.minMm[axis], 3);
        expect(maxMm[axis]).toBeCloseTo(foretold.maxMm[axis], 3);
      }
    }),
  ));

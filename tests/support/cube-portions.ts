// Portions of cubes, and what a lab asks for making them: for tests of plates that orders share.

import type { Portion } from '#core/batch/lay-together';
import { estimatesOf } from '#core/costing/plate-work';
import type { OrderId } from '#core/kernel/ids';

/** Some cubes of one size, as the `n`th order has them. */
export const cubes = (n: number, sizeMm: number, count = 1): Portion => ({
  orderId: `ord_${n}` as OrderId,
  parts: [
    {
      id: `prt_${n}`,
      name: `Cube ${n}`,
      fileSha256: 'a'.repeat(64),
      fileName: 'cube.stl',
      quantity: 1,
      process: 'fdm',
      boxMm: { x: sizeMm, y: sizeMm, z: sizeMm },
      volumeMm3: sizeMm ** 3,
      areaMm2: 6 * sizeMm ** 2,
      triangles: 12,
      watertight: true,
      materials: [],
    },
  ],
  counts: [{ partId: `prt_${n}`, count }],
});

export const estimatesFor = (portions: readonly Portion[]) =>
  estimatesOf(
    portions.flatMap(({ parts }) => parts),
    'PLA',
  );

export const CUBE_PRICES = {
  currency: 'EUR' as const,
  machineHourMinor: 150,
  setUpMinor: 200,
  labourHourMinor: 2000,
  energyKwhMinor: 25,
  materialKgMinor: 2500,
};

import { expect, it } from 'vitest';
import { bomOfManifest } from './bom-of-manifest.js';

it('makes of a manifest a bill of materials, and proposes what file names suggest', () => {
  const { bom, proposals } = bomOfManifest({
    parts: [
      {
        name: 'Ring',
        export: ['ring.pdf', '/stl/a_ring_x16.stl'],
        materials: ['Nylon'],
        settings: { infillPercent: 100 },
      },
      { name: 'Foot', quantity: 4, source: ['foot.scad'], auxiliary: ['foot_x2.stl'] },
      { name: 'Nowhere' },
    ],
    boughtIn: [{ name: 'Screw', quantity: 8 }],
    tools: [{ name: 'Hex key' }],
    documents: { makingInstructions: [{ title: 'Press in the ring', images: ['1.jpg'] }] },
  });
  expect(bom.parts.map(({ path, quantity, materials }) => [path, quantity, materials])).toEqual([
    ['stl/a_ring_x16.stl', 1, ['PA']],
    ['foot_x2.stl', 4, []],
  ]);
  expect(bom.parts[0]?.settings).toMatchObject({ infillPercent: 100, mustBeSolid: true });
  expect(proposals).toMatchObject([{ path: 'stl/a_ring_x16.stl', quantity: 16, colourRole: 'accent' }]);
  expect(bom.boughtIn).toMatchObject([{ name: 'Screw', quantity: 8, unit: 'pcs' }]);
  expect(bom.steps).toEqual([{ text: 'Press in the ring', pictures: ['1.jpg'], parts: [] }]);
});

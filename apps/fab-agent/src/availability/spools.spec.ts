import { expect, test } from 'vitest';
import { colorName, loadedBySpools, spoolsSchema } from './spools.js';

const machines = [
  { id: 'mac_1' as const, name: 'Left' },
  { id: 'mac_2' as const, name: 'Right' },
  { id: 'mac_3' as const, name: 'Third' },
];
const spool = (location: string | null, material: string | null, more: object = {}) => ({
  location,
  filament: { material, color_hex: '1C1C1C' },
  ...more,
});

test('a spool at a machine’s place is loaded; what is used up, archived, elsewhere or without a material is not', () => {
  const spools = spoolsSchema.parse([
    spool('left', 'pla', { remaining_weight: 12.5, id: 7 }),
    spool('Left', 'PETG', { remaining_weight: 0 }),
    spool('Left', 'ABS', { archived: true }),
    spool('Left', null),
    spool(null, 'TPU'),
    spool('Shelf B', 'PETG', { filament: { material: 'PETG' } }),
  ]);
  const loaded = loadedBySpools(spools, machines, { Right: 'Shelf B' });
  expect([...loaded]).toEqual([
    ['mac_1', [{ material: 'PLA', color: 'black' }]],
    ['mac_2', [{ material: 'PETG' }]],
  ]);
});

test.each([
  ['FF0000', 'red'],
  ['#0a5fd0', 'blue'],
  ['FFFFFF80', 'white'],
  ['7F7F7F', 'grey'],
  ['FFA500', 'orange'],
  ['', undefined],
  ['red', undefined],
])('the colour %s is called %s', (hex, name) => expect(colorName(hex)).toBe(name));

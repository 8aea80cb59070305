import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Sha256 } from '../kernel/ids.js';
import { mustBeOk } from '../kernel/result.js';
import { EMPTY_BOM, type BillOfMaterials, type BomPart, type NestedRelease } from './bill-of-materials.js';
import { explode } from './explode-bom.js';
import { readBomCsv } from './read-bom-csv.js';

const hash = (name: string) => name as Sha256;
const part = (path: string, quantity = 1, optional = false): BomPart => ({
  path,
  name: path,
  quantity,
  materials: [],
  settings: {},
  optional,
});
const nested = (name: string, quantity = 1): NestedRelease => ({
  releaseHash: hash(name),
  name,
  quantity,
  optional: false,
});
const bom = (some: Partial<BillOfMaterials>): BillOfMaterials => ({ ...EMPTY_BOM, ...some });
const resolver = (boms: Record<string, BillOfMaterials>) => (one: Sha256) => boms[one];
const codeOf = (result: ReturnType<typeof explode>) => (result.ok ? 'ok' : result.refusal.code);
const pieces = (result: ReturnType<typeof explode>) =>
  mustBeOk(result).parts.map((line) => [line.releaseHash, line.part.path, line.pieces]);

describe('a bill of materials', () => {
  it('multiplies through the releases in it, and adds up what comes in twice', () => {
    const boms = {
      arm: bom({ parts: [part('link', 3)], releases: [nested('joint', 2)] }),
      joint: bom({ parts: [part('pin', 4)] }),
    };
    const robot = bom({ parts: [part('base')], releases: [nested('arm', 5), nested('joint')] });
    expect(pieces(explode(robot, resolver(boms)))).toEqual([
      [undefined, 'base', 1],
      ['arm', 'link', 15],
      ['joint', 'pin', 44],
    ]);
  });
  it('leaves optional parts out unless they are asked for, and makes the first of alternatives', () => {
    const alternatives = [{ name: 'small', parts: [part('s')] }, { name: 'large', parts: [part('l')] }]; // prettier-ignore
    const thing = bom({ parts: [part('lid', 1, true)], variants: [{ name: 'size', alternatives }] });
    expect(pieces(explode(thing, resolver({})))).toEqual([[undefined, 's', 1]]);
    const choice = { include: ['lid'], variants: { size: 'large' } };
    expect(pieces(explode(thing, resolver({}), choice)).map(([, path]) => path)).toEqual(['lid', 'l']);
    expect(codeOf(explode(thing, resolver({}), { variants: { size: 'huge' } }))).toBe('bom/no-variant');
  });
  it('refuses circles, quantities of 0, unknown releases and what grows beyond measure', () => {
    const boms = { a: bom({ releases: [nested('b')] }), b: bom({ releases: [nested('a')] }) };
    const circle = explode(bom({ releases: [nested('a')] }), resolver(boms));
    expect(circle.ok ? '' : circle.refusal.message).toBe('“a” contains itself: a → b → a.');
    expect(codeOf(explode(bom({ parts: [part('p', 0)] }), resolver({})))).toBe('bom/quantity');
    expect(codeOf(explode(bom({ releases: [nested('x')] }), resolver({})))).toBe('bom/unknown-release');
    const deep = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`${i}`, bom({ releases: [nested(`${i + 1}`)] })]),
    );
    expect(codeOf(explode(deep['0']!, resolver(deep)))).toBe('bom/too-deep');
    const doubling = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`${i}`, bom({ parts: [part('p')], releases: i === 14 ? [] : [nested(`${i + 1}`), nested(`${i + 1}`)] })])); // prettier-ignore
    expect(codeOf(explode(doubling['0']!, resolver(doubling)))).toBe('bom/too-large');
  });
  it('explodes a release in a release into the product of the quantities', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 50 }),
        (a, b, c) => {
          const boms = { x: bom({ releases: [nested('y', b)] }), y: bom({ parts: [part('p', c)] }) };
          expect(pieces(explode(bom({ releases: [nested('x', a)] }), resolver(boms)))).toEqual([['y', 'p', a * b * c]]);
        },
      ),
    ));
});

describe('a table of parts', () => {
  const read = (text: string) => mustBeOk(readBomCsv(text));
  it('is read with quotes, materials and the settings that matter', () => {
    const [table] = read(
      'Part,File,Qty,Material,Infill,Layer height,Notes\nhead,head.stl,1,"PETG|ABS",100 %,0.2 mm,"solid, always"\n',
    );
    expect(table?.bom.parts).toEqual([
      {
        path: 'head.stl',
        name: 'head',
        quantity: 1,
        process: undefined,
        materials: ['PETG', 'ABS'],
        settings: { infillPercent: 100, mustBeSolid: true, layerMm: 0.2 },
        optional: false,
        notes: 'solid, always',
      },
    ]);
  });
  it('tells bought things from made ones, with semicolons and decimal commas', () => {
    const [table] = read(
      'Name;Menge;Unit;Link;Type\nM3x8;12;;https://example.org;\nFoil;0,5;m;;\nHex key;1;;;Tool\nFoot;0;;;printed',
    );
    expect(table?.bom.boughtIn.map(({ name, quantity, unit }) => [name, quantity, unit])).toEqual([
      ['M3x8', 12, 'pcs'],
      ['Foil', 0.5, 'm'],
    ]);
    expect(table?.bom.tools).toEqual([{ name: 'Hex key', link: undefined }]);
    expect(table?.notes).toEqual(['Row 5 wants “0” of “Foot”, which is no quantity; it was left out.']);
  });
  it('may stand below a title, and below another table', () => {
    const text = [
      'Plate,,Total,,',
      'Commercial Parts,,,,',
      'Part Name,Quantity Needed,Link,,',
      'M4 bolt,2,https://example.org/m4,,',
      '3D Printed Parts,,,,',
      'Part,Description,Quantity Needed,Mass,',
      'plate.stl,,3,25,',
      'Tools for Assembly,,,,',
    ].join('\n');
    const [table] = read(text);
    expect(table?.bom.boughtIn.map(({ name, quantity }) => [name, quantity])).toEqual([['M4 bolt', 2]]);
    expect(table?.bom.parts.map(({ path, quantity }) => [path, quantity])).toEqual([['plate.stl', 3]]);
    expect(table?.notes).toEqual([]);
  });
  it('without headings is refused', () => {
    const result = readBomCsv('1,2,3\n4,5,6');
    expect(result.ok ? '' : result.refusal.code).toBe('bom/no-headings');
  });
});

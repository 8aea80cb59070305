import { type Zippable, strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type Result, mustBeOk } from '../kernel/result.js';
import { measure } from './measure.js';
import type { ReadLimits, ReadModel } from './mesh.js';
import { readMesh } from './read-mesh.js';
import { boxMesh } from './solids.js';

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const PRODUCTION = 'http://schemas.microsoft.com/3dmanufacturing/production/2015/06';
const RELS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/3D/3dmodel.model" Id="r" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`;

const cube = (id: number): string => {
  const corners = [...boxMesh({ x: 10, y: 10, z: 10 }).positions];
  const vertices = Array.from({ length: 36 }, (_, i) => {
    const [x, y, z] = corners.slice(3 * i, 3 * i + 3);
    return `<vertex x="${x}" y="${y}" z="${z}"/>`;
  });
  const triangles = Array.from(
    { length: 12 },
    (_, i) => `<triangle v1="${3 * i}" v2="${3 * i + 1}" v3="${3 * i + 2}"/>`,
  );
  return `<object id="${id}" name="cube"><mesh><vertices>${vertices.join('')}</vertices><triangles>${triangles.join('')}</triangles></mesh></object>`;
};
const group = (id: number, ...components: string[]): string =>
  `<object id="${id}"><components>${components.join('')}</components></object>`;
const component = (id: number, more = ''): string => `<component objectid="${id}" ${more}/>`;
const item = (id: number, transform = '1 0 0 0 1 0 0 0 1 0 0 0'): string =>
  `<item objectid="${id}" transform="${transform}"/>`;
const model = (objects: string, items: string, attributes = ''): string =>
  `<?xml version="1.0"?><model xmlns="${CORE}" xmlns:p="${PRODUCTION}" ${attributes}><resources>${objects}</resources><build>${items}</build></model>`;

function read(
  xml: string,
  { files = {}, limits = {} }: { files?: Zippable; limits?: Partial<ReadLimits> } = {},
): Result<ReadModel> {
  const zip = zipSync({ '_rels/.rels': strToU8(RELS), '3D/3dmodel.model': strToU8(xml), ...files });
  return readMesh(zip, 'a.3mf', limits);
}
const codeOf = (...args: Parameters<typeof read>): string => {
  const result = read(...args);
  return result.ok ? 'read' : result.refusal.code;
};

describe('what a 3MF means', () => {
  test('build items are instances, in place', () => {
    const read16 = mustBeOk(
      read(model(cube(1), Array.from({ length: 16 }, (_, i) => item(1, `1 0 0 0 1 0 0 0 1 ${20 * i} 0 0`)).join(''))),
    );
    expect(read16).toMatchObject({ instances: 16, objects: [{ name: 'cube', triangles: 12, instances: 16 }] });
    expect(measure(read16.mesh)).toMatchObject({ shells: 16, volumeMm3: 16_000, boxMm: { x: 310, y: 10, z: 10 } });
  });

  test('units are honoured', () => {
    expect(measure(mustBeOk(read(model(cube(1), item(1), 'unit="inch"'))).mesh).boxMm.x).toBeCloseTo(254, 4);
    expect(codeOf(model(cube(1), item(1), 'unit="furlong"'))).toBe('model3mf/broken');
  });

  test('a component is moved by its own transform first, then by that of the item', () => {
    const turned = item(2, '0 1 0 -1 0 0 0 0 1 0 0 0');
    const moved = component(1, 'transform="1 0 0 0 1 0 0 0 1 100 0 0"');
    const { minMm } = measure(mustBeOk(read(model(cube(1) + group(2, moved), turned))).mesh);
    expect(minMm).toEqual({ x: -10, y: 100, z: 0 });
  });

  test('a mirrored copy is not inside out', () => {
    const mirrored = measure(mustBeOk(read(model(cube(1), item(1, '-1 0 0 0 1 0 0 0 1 0 0 0')))).mesh);
    expect(mirrored).toMatchObject({ insideOut: false, volumeMm3: 1000, watertight: true });
  });

  test('parts in other model files are followed (production extension)', () => {
    const root = model(group(5, component(1, 'p:path="/3D/parts/a.model"')), item(5), 'requiredextensions="p"');
    const files = { '3D/parts/a.model': strToU8(model(cube(1), '')) };
    expect(measure(mustBeOk(read(root, { files })).mesh).volumeMm3).toBe(1000);
    expect(codeOf(root)).toBe('model3mf/broken');
  });

  test('a required extension that would change the body is not passed over', () => {
    const lattice = 'xmlns:b="http://schemas.microsoft.com/3dmanufacturing/beamlattice/2017/02" requiredextensions="b"';
    expect(codeOf(model(cube(1), item(1), lattice))).toBe('model3mf/unsupported-extension');
  });
});

describe('rules that are broken without changing the body', () => {
  const MATERIALS = 'xmlns:m="http://schemas.microsoft.com/3dmanufacturing/material/2015/02"';
  const faultsOf = (resources: string, object = cube(9)): string[] =>
    mustBeOk(read(model(resources + object, item(9), MATERIALS))).problems.map(({ message }) => message);

  test.each([
    ['<m:colorgroup id="1"/><m:colorgroup id="1"/>', 'two resources with the id 1'],
    ['<m:colorgroup id="1"><m:color/></m:colorgroup>', 'a colour without a value'],
    ['<m:texture2d id="1" path="/a.png" contenttype="image/bmp"/>', 'a texture of the type "image/bmp"'],
    ['<m:texture2dgroup id="1"/>', 'a texture2dgroup without a texid'],
    ['<m:colorgroup id="1"/><m:compositematerials id="2" matid="1" matindices="0"/>', 'names 1, which is a colorgroup'],
    ['<basematerials id="1"/><m:compositematerials id="2" matid="1"/>', 'composite materials without matindices'],
    ['<m:multiproperties id="1" pids=""/><m:multiproperties id="2" pids="1"/>', 'made of multiproperties'],
    ['<basematerials id="1"/><basematerials id="2"/><m:multiproperties id="3" pids="1 2"/>', 'more than one material'],
    ['<metadata>x</metadata>', 'metadata without a name'],
  ])('%s is told', (resources, told) => {
    expect(faultsOf(resources)).toEqual([expect.stringContaining(told)]);
  });

  test('a material that is not there or not named is told; all that is as it should be is not', () => {
    expect(faultsOf('', cube(9).replace('id="9"', 'id="9" pid="4"'))).toEqual([
      '"3D/3dmodel.model" has an object that names 4, which is not there.',
    ]);
    expect(faultsOf('', cube(9).replace('v1="0"', 'p1="0" v1="0"'))[0]).toContain('a p1 but no pid');
    const right = '<metadata name="Title">x</metadata><metadata name="m:mine">x</metadata><basematerials id="1"/>';
    expect(faultsOf(right, cube(9).replace('id="9"', 'id="9" pid="1" pindex="0"'))).toEqual([]);
  });

  test('a model without resources or build is no model', () => {
    expect(codeOf(`<model xmlns="${CORE}"><build/></model>`)).toBe('model3mf/broken');
    expect(codeOf(`<model xmlns="${CORE}"><resources/></model>`)).toBe('model3mf/broken');
  });
});

describe('hostile 3MF', () => {
  test('document types are refused before any entity is looked at', () => {
    const declared = '<!DOCTYPE model [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
    expect(codeOf(model(cube(1), item(1)).replace('<model', `${declared}<model`))).toBe('model3mf/doctype');
  });

  test.each(['../evil.txt', '/etc/evil', 'C:/evil', '3D\\..\\..\\evil', 'a\0b', '3D/../../evil'])(
    'the name %j is refused',
    (name) => {
      expect(codeOf(model(cube(1), item(1)), { files: { [name]: strToU8('x') } })).toBe('model3mf/unsafe-path');
    },
  );

  test('an object made of itself is refused', () => {
    expect(codeOf(model(group(1, component(2)) + group(2, component(1)), item(1)))).toBe('model3mf/component-cycle');
  });

  test('ten levels of ten components are counted, not unfolded', () => {
    const levels = Array.from({ length: 10 }, (_, i) => group(i + 2, ...Array<string>(10).fill(component(i + 1))));
    expect(codeOf(model(cube(1) + levels.join(''), item(11)))).toBe('model3mf/too-complex');
    expect(codeOf(model(group(1) + levels.join(''), item(11)))).toBe('model3mf/too-complex');
  });

  test('bombs are refused by what they say, and by what they turn out to be', () => {
    const padding = new Uint8Array(12 * 2 ** 20);
    expect(codeOf(model(cube(1), item(1)), { files: { 'Metadata/pad': padding } })).toBe('model3mf/too-large');
    expect(codeOf(model(cube(1), item(1)), { limits: { maxModelXmlBytes: 1000 } })).toBe('model3mf/too-large');
    const lying = zipSync({ '_rels/.rels': strToU8(RELS), '3D/3dmodel.model': strToU8(model(cube(1), item(1))) });
    const view = new DataView(lying.buffer);
    const entry = lying.length - 22 - (46 + '3D/3dmodel.model'.length);
    expect(view.getUint32(entry, true)).toBe(0x02014b50);
    view.setUint32(entry + 24, 100, true);
    expect(readMesh(lying, 'a.3mf')).toMatchObject({ refusal: { code: 'model3mf/too-large' } });
  });

  test('too many files and too deep XML are refused', () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, new Uint8Array(0)]));
    expect(codeOf(model(cube(1), item(1)), { files, limits: { maxZipEntries: 20 } })).toBe('model3mf/too-large');
    expect(codeOf(model('<g>'.repeat(70) + '</g>'.repeat(70) + cube(1), item(1)))).toBe('model3mf/too-complex');
  });

  test('a cut archive, XML that does not close and corners that are not there are refused', () => {
    const whole = zipSync({ '_rels/.rels': strToU8(RELS), '3D/3dmodel.model': strToU8(model(cube(1), item(1))) });
    expect(readMesh(whole.subarray(0, whole.length - 40), 'a.3mf')).toMatchObject({
      refusal: { code: 'model3mf/broken' },
    });
    expect(codeOf(model(cube(1), item(1)).slice(0, -8))).toBe('model3mf/broken');
    expect(codeOf(model(cube(1).replace('v1="0"', 'v1="99"'), item(1)))).toBe('model3mf/broken');
    expect(codeOf(model(cube(1).replace('x="10"', 'x="NaN"'), item(1)))).toBe('mesh/non-finite');
    expect(codeOf(model(cube(1), item(7)))).toBe('model3mf/broken');
    expect(codeOf(model('', ''))).toBe('mesh/empty');
  });
});

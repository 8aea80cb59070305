import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxMesh } from '#core/geometry/solids';
import { writeStl } from '#core/geometry/write-stl';
import { packFiles } from './pack-files.js';

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const slicer = spawnSync('prusa-slicer', ['--help']).status === 0;

let folder: string;
let plate: string;
let pieces: { label: string }[];
const parts = new Map<string, string>();
const attributesOf = (element: string): Map<string, string> =>
  new Map([...element.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]));
const elements = (xml: string, name: string): Map<string, string>[] =>
  [...xml.matchAll(new RegExp(`<${name} [^>]*>`, 'g'))].map(([element]) => attributesOf(element));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-plate-'));
  const files = [30, 42].map((side) => {
    const file = join(folder, `box ${side} <&>.stl`);
    writeFileSync(file, writeStl(boxMesh({ x: side, y: 12, z: 5 }, { x: -40, y: 7, z: -3 })));
    return file;
  });
  const quiet = { json: true, say: () => {}, result: () => {}, progress: () => ({ done: () => {}, end: () => {} }) };
  const options = { bed: { xMm: 100, yMm: 90, heightMm: 50 }, gap: 4, effort: 1, out: join(folder, 'plates') };
  expect(await packFiles([files[0]!, ...files], options, quiet)).toBe(true);
  plate = join(options.out, 'plate-1.3mf');
  pieces = (JSON.parse(readFileSync(plate.replace('.3mf', '.json'), 'utf8')) as { pieces: typeof pieces }).pieces;
  for (const [name, bytes] of Object.entries(unzipSync(readFileSync(plate)))) parts.set(name, strFromU8(bytes));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a plate that pack writes', () => {
  it('is a package whose start part is there and has its content type', () => {
    const [relationship, ...others] = elements(parts.get('_rels/.rels')!, 'Relationship');
    expect(others).toEqual([]);
    expect(relationship!.get('Type')).toBe('http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel');
    const target = relationship!.get('Target')!;
    expect(target.startsWith('/')).toBe(true);
    expect(parts.has(target.slice(1))).toBe(true);
    const types = elements(parts.get('[Content_Types].xml')!, 'Default');
    const typeOf = new Map(types.map((type) => [type.get('Extension'), type.get('ContentType')]));
    expect(typeOf.get('rels')).toBe('application/vnd.openxmlformats-package.relationships+xml');
    expect(typeOf.get('model')).toBe('application/vnd.ms-package.3dmanufacturing-3dmodel+xml');
  });

  it('has one model in millimetres whose items name objects that come before, labelled as its JSON says', () => {
    const xml = parts.get('3D/3dmodel.model')!;
    const [model] = elements(xml, 'model');
    expect([model!.get('unit'), model!.get('xmlns')]).toEqual(['millimeter', CORE]);
    const ids = elements(xml, 'object').map((object) => object.get('id')!);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(Number(id)).toSatisfy((value: number) => Number.isInteger(value) && value > 0);
    expect(xml.indexOf('</resources>')).toBeLessThan(xml.indexOf('<build>'));
    const items = elements(xml, 'item');
    for (const item of items) expect(ids).toContain(item.get('objectid'));
    expect(items.map((item) => item.get('partnumber'))).toEqual(pieces.map(({ label }) => label));
    for (const item of items) {
      const [a, b, c, d, e, f, g, h, i] = item.get('transform')!.split(' ').map(Number) as number[];
      // A mirrored body would be inside out (core spec 3.4.3.1).
      expect(a! * (e! * i! - f! * h!) - b! * (d! * i! - f! * g!) + c! * (d! * h! - e! * g!)).toBe(1);
    }
  });

  it('has closed bodies whose triangles have three corners each and turn outwards', () => {
    for (const [object] of parts.get('3D/3dmodel.model')!.matchAll(/<object [\s\S]*?<\/object>/g)) {
      const points = elements(object, 'vertex').map((at) => ['x', 'y', 'z'].map((axis) => Number(at.get(axis))));
      const sides = new Set<string>();
      let sixfold = 0;
      for (const triangle of elements(object, 'triangle')) {
        const corners = ['v1', 'v2', 'v3'].map((name) => Number(triangle.get(name)));
        expect(new Set(corners).size).toBe(3);
        const [a, b, c] = corners.map((corner) => points[corner]!);
        for (const [i, corner] of corners.entries()) sides.add(`${corner} ${corners[(i + 1) % 3]!}`);
        sixfold +=
          a![0]! * (b![1]! * c![2]! - b![2]! * c![1]!) +
          a![1]! * (b![2]! * c![0]! - b![0]! * c![2]!) +
          a![2]! * (b![0]! * c![1]! - b![1]! * c![0]!);
      }
      // Each side once each way round: no triangle is turned over, no edge has more or fewer than two.
      expect(sides.size).toBe(3 * elements(object, 'triangle').length);
      for (const side of sides) expect(sides.has(side.split(' ').toReversed().join(' '))).toBe(true);
      expect(sixfold).toBeGreaterThan(0);
    }
  });

  it.skipIf(!slicer)('opens in PrusaSlicer with every piece', () => {
    const { stdout } = spawnSync('prusa-slicer', ['--info', plate], { encoding: 'utf8' });
    expect(stdout.match(/number_of_facets/g)).toHaveLength(pieces.length);
    expect(stdout).toMatch(/manifold = yes/);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBodies } from '#core/geometry/read-mesh';
import { writeStl } from '#core/geometry/write-stl';
import { mustBeOk } from '#core/kernel/result';
import type { Output } from './output.js';
import { type PackOptions, packFiles } from './pack-files.js';
import { packInstance } from './pack-instance.js';

let folder: string;
let told: unknown;
const output: Output = {
  json: true,
  say: () => {},
  result: (value) => (told = value),
  progress: () => ({ done: () => {}, end: () => {} }),
};
const options = (more: Partial<PackOptions> = {}): PackOptions => ({
  bed: { xMm: 100, yMm: 100, heightMm: 50 },
  gap: 6,
  effort: 1,
  out: join(folder, 'plates'),
  ...more,
});

/** A wedge with a right angle, as STL. */
function wedge(name: string, side: number, height: number): string {
  const corners = [[0, 0, 0], [side, 0, 0], [0, side, 0], [0, 0, height], [side, 0, height], [0, side, height]]; // prettier-ignore
  const faces = [0, 2, 1, 3, 4, 5, 0, 1, 4, 0, 4, 3, 1, 2, 5, 1, 5, 4, 2, 0, 3, 2, 3, 5];
  const file = join(folder, name);
  writeFileSync(file, writeStl({ positions: Float32Array.from(faces.flatMap((corner) => corners[corner]!)) }));
  return file;
}

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-pack-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('packing files', () => {
  it('writes plates that read back with every copy, bodies of a plate counted as often as it places them', async () => {
    const first = await packFiles([wedge('a.stl', 40, 10), wedge('b.stl', 30, 20)], options(), output);
    const plate = join(folder, 'plates', 'plate-1.3mf');
    const again = await packFiles([plate, wedge('a.stl', 40, 10)], options({ out: join(folder, 'again') }), output);
    expect([first, again]).toEqual([true, true]);
    const { bodies } = mustBeOk(readBodies(readFileSync(join(folder, 'again', 'plate-1.3mf')), 'plate-1.3mf'));
    expect(bodies.reduce((sum, { instances }) => sum + instances, 0)).toBe(3);
    const { pieces } = JSON.parse(readFileSync(join(folder, 'again', 'plate-1.json'), 'utf8')) as { pieces: unknown[] };
    expect(pieces).toHaveLength(3);
    expect(pieces[0]).toMatchObject({ label: '1-01', xMm: 0 });
  });

  it('lays two wedges into one square where their boxes need two plates', async () => {
    const file = wedge('w.stl', 85, 5);
    expect(await packFiles([file, file], options({ gap: 2 }), output)).toBe(true);
    expect(told).toMatchObject({ plates: [{ file: 'plate-1.3mf' }] });
  });

  it('places the others and says why not of what is too high, too large, missing or broken', async () => {
    const files = [
      wedge('good.stl', 20, 10),
      wedge('high.stl', 20, 60),
      wedge('large.stl', 120, 10),
      join(folder, 'nowhere.stl'),
      written('broken.3mf', 'PK'),
    ];
    expect(await packFiles(files, options(), output)).toBe(false);
    const { plates, left } = told as { plates: { pieces: unknown[] }[]; left: { refusal: { code: string } }[] };
    expect(plates.flatMap(({ pieces }) => pieces)).toHaveLength(1);
    expect(left.map(({ refusal }) => refusal.code).toSorted()).toEqual(
      expect.arrayContaining(['file/not-found', 'pack/does-not-fit', 'pack/does-not-fit']),
    );
    expect(left).toHaveLength(4);
  });
});

describe('packing instances', () => {
  it('packs rectangles of a CSV, and a strip of JSON', async () => {
    written('x_bins.csv', 'ID,WIDTH,HEIGHT\n0,10,10\n');
    const rectangles = written('x_items.csv', 'ID,WIDTH,HEIGHT,COPIES\n0,10,5,2\n1,4,12,1\n2,11,1,1\n');
    expect(await packInstance(rectangles, { effort: 1 })).toMatchObject({
      bins: [[{ id: '0' }, { id: '0' }]],
      left: [{ id: '1' }, { id: '2' }],
    });
    const square = { type: 'simple_polygon', data: [[0, 0], [5, 0], [5, 5], [0, 5]] }; // prettier-ignore
    const strip = { name: 's', strip_height: 10, items: [{ id: 7, demand: 4, shape: square }] };
    const packed = await packInstance(written('s.json', JSON.stringify(strip)), { effort: 1 });
    expect(packed).toMatchObject({ strip_width: 10, density: 1, left: [] });
  });

  it('names line and field of what is wrong', async () => {
    written('x_bins.csv', 'ID,WIDTH,HEIGHT\n0,10,10\n');
    const refused = (file: string): Promise<void> => expect(packInstance(file, { effort: 1 })).rejects.toThrow();
    await refused(written('y.csv', ''));
    const csv = written('x_items.csv', 'ID,WIDTH,HEIGHT\n0,10,5\n1,-4,2\n');
    await expect(packInstance(csv, { effort: 1 })).rejects.toThrow(/line 3, WIDTH: “-4”/);
    const broken = written('a.json', '{\n "strip_height": 10,\n "items": [\n}');
    await expect(packInstance(broken, { effort: 1 })).rejects.toThrow(/line [34]/);
    const wrongField = written('b.json', '{"bin": {"width": 3, "height": 4},\n"items": [\n{"id": 1, "width": "9", "height": 2}]}'); // prettier-ignore
    await expect(packInstance(wrongField, { effort: 1 })).rejects.toThrow(/line 3, items\[0\]\.width/);
  });
});

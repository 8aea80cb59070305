// The mesh pool with real threads and real files: its limits, and that it outlives what exceeds them.

import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { boxMesh } from '#core/geometry/solids';
import { weld } from '#core/geometry/weld';
import { writeStl } from '#core/geometry/write-stl';
import { mustBeOk } from '#core/kernel/result';
import { MeshPool, type MeshPoolOptions } from '#platform/workers/mesh-pool';

const CORE = 'http://schemas.microsoft.com/3dmanufacturing/core/2015/02';
const RELS = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/3D/3dmodel.model" Id="r" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`;
const unitCube = boxMesh({ x: 1, y: 1, z: 1 });
const NO_RATIO = { maxRatio: Number.POSITIVE_INFINITY };

let folder: string;
let pool: MeshPool;
let cubePath: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mesh-pool-'));
  cubePath = join(folder, 'cube');
  await writeFile(cubePath, writeStl(boxMesh({ x: 20, y: 20, z: 20 })));
});
afterEach(() => pool.close());
afterAll(() => rm(folder, { recursive: true }));

const start = (options: MeshPoolOptions): void => void (pool = new MeshPool(options));

async function model3mf(name: string, objects: string, items = ''): Promise<string> {
  const xml = `<model xmlns="${CORE}"><resources>${objects}</resources><build>${items}</build></model>`;
  const path = join(folder, name);
  await writeFile(path, zipSync({ '_rels/.rels': strToU8(RELS), '3D/3dmodel.model': strToU8(xml) }, { level: 1 }));
  return path;
}

describe('the mesh pool', () => {
  test('measures more files than it has threads, and names each by its hash', async () => {
    start({ workers: 2 });
    const answers = await Promise.all(Array.from({ length: 6 }, () => pool.measureFile(cubePath, 'cube.stl')));
    const fileSha256 = createHash('sha256')
      .update(await readFile(cubePath))
      .digest('hex');
    for (const answer of answers) {
      expect(mustBeOk(answer)).toMatchObject({ fileSha256, bytes: 684, measures: { volumeMm3: 8000 }, problems: [] });
    }
  });

  test('measures every body of a 3MF once, says how often it is placed, and picks one of them for a plate', async () => {
    start({ workers: 1 });
    const { cornerOf, pointOf } = weld(unitCube);
    const corners = Array.from(cornerOf, (corner) => {
      const [x, y, z] = unitCube.positions.subarray(3 * corner, 3 * corner + 3);
      return `<vertex x="${x}" y="${y}" z="${z}"/>`;
    }).join('');
    const faces = Array.from({ length: 12 }, (_, i) => {
      const [a, b, c] = pointOf.subarray(3 * i, 3 * i + 3);
      return `<triangle v1="${a}" v2="${b}" v3="${c}"/>`;
    }).join('');
    const cube = (id: number, name: string): string =>
      `<object id="${id}" name="${name}"><mesh><vertices>${corners}</vertices><triangles>${faces}</triangles></mesh></object>`;
    const items =
      '<item objectid="1"/><item objectid="2"/><item objectid="1" transform="0 1 0 -1 0 0 0 0 1 50 0 0"/>' +
      '<item objectid="1" transform="2 0 0 0 2 0 0 0 2 90 0 0"/>';
    const file = await model3mf('bodies', cube(1, 'ring') + cube(2, ''), items);
    const { bodies } = mustBeOk(await pool.measureBodies(file, 'b.3mf'));
    const told = bodies.map(({ name, instances, measures }) => [name, instances, measures.volumeMm3]);
    expect(told).toEqual([
      ['ring', 3, 1],
      ['ring', 1, 8],
    ]);
    const parts = [{ name: 'large', path: file, fileName: 'b.3mf', body: 1 }];
    const writeTo = join(folder, 'one.3mf');
    const plate = { title: 'one', parts, items: [{ part: 0, xMm: 0, yMm: 0, rotationDeg: 0 as const }] };
    mustBeOk(await pool.composePlate({ ...plate, writeTo }));
    expect(mustBeOk(await pool.measureFile(writeTo, 'one.3mf')).measures).toMatchObject({ volumeMm3: 8 });
    const none = { ...plate, parts: [{ ...parts[0]!, body: 2 }] };
    expect(await pool.composePlate(none)).toMatchObject({ refusal: { code: 'mesh/empty' } });
  });

  test('gives a slow file up after its time, and goes on', { timeout: 30_000 }, async () => {
    start({ workers: 1, timeLimitMs: 1500, read: NO_RATIO });
    const corners = '<vertex x="1.25" y="2.5" z="0"/>'.repeat(3_000_000);
    const slow = await model3mf('slow', `<object id="1"><mesh><vertices>${corners}</vertices></mesh></object>`);
    const [first, second] = await Promise.all([pool.measureFile(slow, 's.3mf'), pool.measureFile(cubePath, 'c.stl')]);
    expect(first).toMatchObject({ ok: false, refusal: { code: 'mesh/too-slow' } });
    expect(second.ok).toBe(true);
  });

  test('gives a file up that needs too much memory, and goes on', { timeout: 30_000 }, async () => {
    start({ workers: 1, maxHeapMb: 32, read: NO_RATIO });
    const objects = Array.from({ length: 300_000 }, (_, id) => `<object id="${id}"/>`).join('');
    const large = await model3mf('large', objects);
    expect(await pool.measureFile(large, 'l.3mf')).toMatchObject({ ok: false, refusal: { code: 'mesh/too-complex' } });
    expect((await pool.measureFile(cubePath, 'c.stl')).ok).toBe(true);
  });

  test('refuses a file that is too large or gone, before reading it', async () => {
    start({ workers: 1, maxFileBytes: 683 });
    expect(await pool.measureFile(cubePath, 'c.stl')).toMatchObject({ refusal: { code: 'mesh/too-large' } });
    expect(await pool.measureFile(`${cubePath}-not`, 'c.stl')).toMatchObject({ refusal: { code: 'mesh/unreadable' } });
  });

  test('composes a plate to a file or as bytes, the same each time', async () => {
    start({ workers: 2 });
    const parts = [{ name: 'cube', path: cubePath, fileName: 'cube.stl' }];
    const items = [0, 1, 2].map((i) => ({ part: 0, xMm: 25 * i, yMm: 5, rotationDeg: 0 as const }));
    const writeTo = join(folder, 'plate.3mf');
    const inMemory = mustBeOk(await pool.composePlate({ title: 'three cubes', parts, items }));
    const onDisk = mustBeOk(await pool.composePlate({ title: 'three cubes', parts, items, writeTo }));
    expect(inMemory.bytes).toEqual(new Uint8Array(await readFile(writeTo)));
    expect(onDisk).toEqual({ sha256: inMemory.sha256, byteLength: inMemory.byteLength });
    expect((await readdir(folder)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
    const measured = mustBeOk(await pool.measureFile(writeTo, 'plate.3mf'));
    expect(measured).toMatchObject({ instances: 3, fileSha256: inMemory.sha256, measures: { volumeMm3: 24_000 } });
  });

  test('a bug in a task fails that task with its text, and a closed pool takes none', async () => {
    start({ workers: 1 });
    const nonsense = { title: 't', parts: [], items: [{ part: 3, xMm: 0, yMm: 0, rotationDeg: 0 as const }] };
    await expect(pool.composePlate(nonsense)).rejects.toThrow('the plate has no part 3');
    const unfinished = pool.measureFile(cubePath, 'c.stl');
    await Promise.all([expect(unfinished).rejects.toThrow('closed'), pool.close()]);
    await expect(pool.measureFile(cubePath, 'c.stl')).rejects.toThrow('closed');
  });
});

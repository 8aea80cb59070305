// Pictures of parts and repairs of meshes, through a real gateway.

import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mesh } from '#core/geometry/mesh';
import { writePlate3mf } from '#core/geometry/plate';
import { boxMesh } from '#core/geometry/solids';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { StandInScheduler } from './gateway-scheduler.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let scheduler: StandInScheduler;
let designer: Person;
beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  designer = await net.person('designer');
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

/** The cube without some of its triangles, or with them turned around. */
function brokenCube(without: readonly number[], turned: readonly number[] = []): Uint8Array {
  const cube = cubeStl(20);
  const facets = Array.from({ length: 12 }, (_, i) => cube.slice(84 + 50 * i, 134 + 50 * i));
  for (const i of turned) {
    const [second, third] = [facets[i]!.slice(24, 36), facets[i]!.slice(36, 48)];
    facets[i]!.set(third, 24);
    facets[i]!.set(second, 36);
  }
  const kept = facets.filter((_, i) => !without.includes(i));
  const bytes = new Uint8Array(84 + 50 * kept.length);
  new DataView(bytes.buffer).setUint32(80, kept.length, true);
  kept.forEach((facet, i) => bytes.set(facet, 84 + 50 * i));
  return bytes;
}

const pictureOf = (sha256: string) => fetch(`${net.url}/api/files/${sha256}/thumbnail.png`);

test('a published part has a picture, shown in place and kept for ever', async () => {
  const { parts } = await publishCube(designer, { title: 'Pictured' });
  const answer = await pictureOf(parts[0].fileSha256);
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([
    200,
    'image/png',
    'nosniff',
  ]);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  const png = Buffer.from(await answer.arrayBuffer());
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 384]);
  const data = png.indexOf('IDAT');
  const rows = inflateSync(png.subarray(data + 4, data + 4 + png.readUInt32BE(data - 4)));
  expect(rows).toHaveLength(384 * (4 * 512 + 1));
});

test('there is no picture of what is not published', async () => {
  const sha256 = await upload(designer, cubeStl(33));
  expect((await pictureOf(sha256)).status).toBe(404);
});

test('a broken cube is repaired into a new file, with a yes; the old one stays as it is', async () => {
  const sha256 = await upload(designer, brokenCube([3], [7]));
  const path = `/api/files/${sha256}/repair`;
  const told = await designer.must(200, 'POST', path, { body: { fileName: 'stl/cube.stl' } });
  expect(told.repairs.map(({ code, count }: { code: string; count: number }) => [code, count])).toEqual([
    ['misoriented', 1],
    ['holes', 1],
  ]);
  expect([told.remaining, told.derived]).toEqual([[], undefined]);
  const done = await designer.must(200, 'POST', path, { body: { fileName: 'stl/cube.stl', accept: true } });
  expect(done.derived.fileName).toBe('cube.repaired.stl');
  const files = [{ path: 'stl/cube.repaired.stl', sha256: done.derived.sha256, derivedFrom: sha256 }];
  const release = await publishCube(designer, { title: 'Repaired', files });
  expect(release.parts[0]).toMatchObject({ watertight: true, triangles: 12, volumeMm3: 8000 });
});

test('what is whole needs no repair, and what cannot be repaired says so', async () => {
  const repair = async (content: Uint8Array) => {
    const sha256 = await upload(designer, content);
    const body = { fileName: 'cube.stl', accept: true };
    return designer.must(200, 'POST', `/api/files/${sha256}/repair`, { body });
  };
  expect(await repair(cubeStl(21))).toEqual({ repairs: [], remaining: [] });
  const open = await repair(brokenCube([0, 1]));
  expect([open.repairs, open.derived]).toEqual([[], undefined]);
  expect(open.remaining[0]).toBe('1 hole is too large or too uneven to be closed.');
});

test('a 3MF is as many parts as it has different bodies, each as often as it is placed', async () => {
  const cube = (side: number): Mesh => boxMesh({ x: side, y: side, z: side });
  const items = [0, 0, 1, 0].map((part, i) => ({ part, xMm: 40 * i, yMm: 0, rotationDeg: 90 as const }));
  const parts = [
    { name: 'ring', mesh: cube(10) },
    { name: 'ring', mesh: cube(20) },
  ];
  const sha256 = await upload(designer, writePlate3mf({ title: 'rings', parts, items }));
  const release = await publishCube(designer, {
    title: 'Rings',
    files: [{ path: 'rings.3mf', sha256 }],
    parts: [{ path: 'rings.3mf', quantity: 2 }],
  });
  expect(release.parts).toMatchObject([
    { name: 'ring', body: 0, quantity: 6, volumeMm3: 1000, measures: { baseContactMm2: 100, thinnestWallMm: 10 } },
    { name: 'ring (2)', body: 1, quantity: 2, estimate: { material: 'PLA', massGrams: expect.any(Number) } },
  ]);
  expect(release.parts[0].measures.orientation.quaternion).toEqual([0, 0, 0, 1]);
  const draft = await designer.must(201, 'POST', '/api/drafts', { body: { from: 'release', releaseId: release.id } });
  expect(draft.contents.parts).toMatchObject([{ path: 'rings.3mf', quantity: 2 }]);
  // What is made of it are both bodies, each as often.
  const to = { at: { lat: 45.7, lon: 4.8 } };
  await designer.must(201, 'POST', '/api/quotes', { body: { releaseId: release.id, to } });
  const asked = scheduler.asked!.release.parts.map(({ body, quantity, profile }) => [body, quantity, profile?.version]);
  expect(asked).toEqual([
    [0, 6, 1],
    [1, 2, 1],
  ]);
});

test('a drawing is a part that is cut, with a picture; its unit is asked for where it names none', async () => {
  const svg = (size: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 100 50"><rect width="100" height="50"/><circle cx="50" cy="25" r="10"/></svg>`;
  const publish = async (content: string, said: Record<string, unknown>) => {
    const files = [{ path: 'panel.svg', sha256: await upload(designer, content) }];
    const body = {
      title: 'Panel',
      version: '1.0.0',
      license: 'CC0-1.0',
      files,
      parts: [{ path: 'panel.svg', ...said }],
    };
    return designer.ask('POST', '/api/releases', { body });
  };
  const asked = await publish(svg(''), { isPart: true });
  expect([asked.status, asked.body.code]).toEqual([422, 'outline/unit-missing']);
  const { status, body } = await publish(svg(''), { unit: 'cm' });
  expect(status).toBe(201);
  expect(body.parts[0]).toMatchObject({
    process: 'laser-cutting',
    boxMm: { x: 1000, y: 500, z: 0 },
    volumeMm3: 0,
    watertight: true,
    measures: { outline: { closedPaths: 2, openPaths: 0 } },
  });
  expect(body.parts[0].areaMm2 / (500_000 - Math.PI * 10_000)).toBeCloseTo(1, 4);
  expect((await pictureOf(body.parts[0].fileSha256)).status).toBe(200);
  // 3.06 m of cuts at 15 mm a second, and two seconds to begin; the box with its gap of 3 mm plywood.
  expect(body.parts[0].estimate).toMatchObject({
    material: 'PLYWOOD-3MM',
    seconds: expect.closeTo(3628.3 / 15 + 2, 0),
  });
});

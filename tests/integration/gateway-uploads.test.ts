// Uploads that stop and go on: no byte twice, none lost, nobody else's, and never a file that changed on the way.

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl } from './gateway-shapes.js';

let net: TestGateway;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  net = await startTestGateway();
  [ana, ben] = await Promise.all([net.person('designer'), net.person('designer')]);
});
afterAll(() => net?.stop());

const file = cubeStl(33);
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const base64 = (text: string): string => Buffer.from(text).toString('base64');

const tus = (who: Person, request: string, headers: Record<string, string> = {}, body?: Uint8Array) =>
  fetch(`${net.url}${request.split(' ')[1]}`, {
    method: request.split(' ')[0]!,
    headers: { ...who.headers, 'tus-resumable': '1.0.0', ...headers },
    ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
  });

async function begin(sha256: string, length = file.length): Promise<string> {
  const metadata = `filename ${base64('cube.stl')},sha256 ${base64(sha256)}`;
  const begun = await tus(ana!, `POST /api/uploads`, {
    'upload-length': String(length),
    'upload-metadata': metadata,
  });
  expect(begun.status).toBe(201);
  return new URL(begun.headers.get('location')!, net.url).pathname;
}

const send = (who: Person, path: string, offset: number, bytes: Uint8Array) =>
  tus(
    who,
    `PATCH ${path}`,
    { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
    bytes,
  );

test('an upload that stopped half-way goes on, and is then a file', async () => {
  const path = await begin(sha256Of(file));
  expect((await send(ana!, path, 0, file.subarray(0, 300))).status).toBe(204);
  expect((await ana!.ask('GET', `${path}/file`)).body.code).toBe('upload/unfinished');
  const looked = await tus(ana!, `HEAD ${path}`);
  expect(looked.headers.get('upload-offset')).toBe('300');
  const again = await send(ana!, path, 0, file.subarray(0, 300));
  expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([409, 'upload/wrong-offset']);
  expect((await send(ana!, path, 300, file.subarray(300))).status).toBe(204);
  expect(await ana!.must(200, 'GET', `${path}/file`)).toEqual({ sha256: sha256Of(file), bytes: file.length });
  const body = { title: 'Sent in pieces', license: 'MIT', files: [{ path: 'cube.stl', sha256: sha256Of(file) }] };
  await ana!.must(201, 'POST', '/api/releases', { body });
});

test('a file that changed between two pieces is refused and gone', async () => {
  const path = await begin(sha256Of(file));
  await send(ana!, path, 0, file.subarray(0, 300));
  const changed = file.slice(300);
  changed[200]! ^= 1;
  const end = await send(ana!, path, 300, changed);
  expect([end.status, ((await end.json()) as { code: string }).code]).toEqual([422, 'file/hash-mismatch']);
  expect((await tus(ana!, `HEAD ${path}`)).status).toBe(404);
});

test('nobody touches another’s upload, and one that is too large is not begun', async () => {
  const path = await begin(sha256Of(file));
  expect((await tus(ben!, `HEAD ${path}`)).status).toBe(404);
  expect((await send(ben!, path, 0, file)).status).toBe(404);
  expect((await ben!.ask('GET', `${path}/file`)).status).toBe(404);
  const large = await tus(ana!, `POST /api/uploads`, { 'upload-length': String(201 * 2 ** 20) });
  expect([large.status, ((await large.json()) as { code: string }).code]).toEqual([413, 'file/too-large']);
  expect((await tus(ana!, `DELETE ${path}`)).status).toBe(204);
  expect((await tus(ana!, `HEAD ${path}`)).status).toBe(404);
});

import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlateStore } from './plate-store.js';

const BYTES = Buffer.from('0123456789'.repeat(1_000));
const plate = { sha256: createHash('sha256').update(BYTES).digest('hex'), bytes: BYTES.length };
const { signal } = new AbortController();

let folder: string;
let store: PlateStore;
let server: Server;
let url: URL;
let serve: (request: IncomingMessage, response: ServerResponse) => void;
let ranges: (string | undefined)[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fabcommons-plates-'));
  store = new PlateStore(folder);
  ranges = [];
  server = createServer((request, response) => {
    ranges.push(request.headers.range);
    serve(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const whole = (_request: IncomingMessage, response: ServerResponse): void => void response.end(BYTES);
const withRanges = (request: IncomingMessage, response: ServerResponse): void => {
  const from = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  response.writeHead(206, { 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` });
  response.end(BYTES.subarray(from));
};

test.each([
  ['goes on where it broke off', withRanges],
  ['begins anew where the server offers no ranges', whole],
])('a plate that was fetched in part %s', async (_name, answer) => {
  serve = (_request, response) => {
    response.writeHead(200, { 'content-length': BYTES.length });
    response.write(BYTES.subarray(0, 4_000));
    // What is on its way when a connection breaks is lost; this breaks when the disk has it.
    const part = `${store.pathOf(plate.sha256)}.part`;
    const look = setInterval(() => {
      if (!existsSync(part) || readFileSync(part).length < 4_000) return;
      clearInterval(look);
      response.destroy();
    }, 5);
  };
  expect(await store.fetch(plate, url, signal)).toMatchObject({ refusal: { code: 'plate/not-fetched' } });
  serve = answer;
  expect(await store.fetch(plate, url, signal)).toMatchObject({ ok: true });
  expect(readFileSync(store.pathOf(plate.sha256))).toEqual(BYTES);
  expect(ranges).toEqual([undefined, 'bytes=4000-']);
});

test.each([
  ['other bytes', (response: ServerResponse) => response.end(Buffer.alloc(BYTES.length))],
  ['more bytes', (response: ServerResponse) => response.end(Buffer.concat([BYTES, BYTES]))],
  ['fewer bytes', (response: ServerResponse) => response.end(BYTES.subarray(1))],
])('%s than the plate are thrown away', async (_name, answer) => {
  serve = (_request, response) => void answer(response);
  expect(await store.fetch(plate, url, signal)).toMatchObject({ refusal: { code: 'plate/wrong-content' } });
  expect(existsSync(store.pathOf(plate.sha256))).toBe(false);
  expect(existsSync(`${store.pathOf(plate.sha256)}.part`)).toBe(false);
});

test('two jobs with one plate fetch it once', async () => {
  serve = whole;
  const both = await Promise.all([store.fetch(plate, url, signal), store.fetch(plate, url, signal)]);
  expect(both.map(({ ok }) => ok)).toEqual([true, true]);
  expect(ranges).toHaveLength(1);
});

test('a plate that was changed on the disk is not taken for it', async () => {
  serve = whole;
  await store.fetch(plate, url, signal);
  writeFileSync(store.pathOf(plate.sha256), 'something else');
  expect(await store.has(plate)).toBe(false);
});

test('what is made here is kept by its content, and what no job needs goes at the next start', async () => {
  const made = join(folder, 'made.gcode');
  writeFileSync(made, BYTES);
  expect(await store.adopt(made)).toEqual(plate);
  const [other, part] = [store.pathOf('b'.repeat(64)), `${store.pathOf('c'.repeat(64))}.part`];
  for (const path of [other, part, join(folder, 'stray')]) writeFileSync(path, 'x');
  await store.keepOnly(new Set([plate.sha256, 'c'.repeat(64)]));
  expect([store.pathOf(plate.sha256), other, part, join(folder, 'stray')].map((path) => existsSync(path))).toEqual([
    true,
    false,
    true,
    false,
  ]);
  expect(await store.has(plate)).toBe(true);
});

// A camera beside a machine: a picture, or a clear no; never a hang, and never a file of another kind.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookThrough } from '../../../apps/fab-agent/src/machines/camera.js';

const JPEG = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(1000, 7)]);
let server: Server;
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/snapshot') return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end(JPEG);
    if (request.url === '/page') return void response.writeHead(200, { 'content-type': 'image/jpeg' }).end('<html>');
    if (request.url === '/away') return void response.writeHead(302, { location: '/snapshot' }).end();
    if (request.url !== '/endless') return void response.writeHead(404).end();
    response.writeHead(200);
    const flood = Buffer.alloc(1_000_000, 0xff);
    const send = (): void => {
      while (!response.destroyed && response.write(flood));
    };
    response.on('drain', send);
    send();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const look = (path: string) =>
  lookThrough({ snapshotUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}` }).look();

test('a snapshot is taken as it is', async () => {
  expect(Buffer.from(await look('/snapshot')).equals(JPEG)).toBe(true);
});

test.each([
  ['/page', /no JPEG/],
  ['/nothing', /404/],
  ['/away', /./],
  ['/endless', /larger/],
])('%s is no picture', async (path, reason) => {
  await expect(look(path)).rejects.toThrow(reason);
});

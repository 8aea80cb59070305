// Files on their way out: whole or in spans, plates for their tickets alone; and what the sweep takes and leaves.

import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BlobStore } from '#platform/blobs/blob-store';
import { sharedKey, Tickets } from '#platform/http/ticket';
import { join } from 'node:path';
import { SweepUploads } from '../../apps/gateway/src/catalogue/keep-files.js';
import { withClient } from '../../infra/postgres/databases.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let designer: Person;
let blobs: BlobStore;
let tickets: Tickets;
beforeAll(async () => {
  net = await startTestGateway();
  designer = await net.person('designer');
  // As the scheduler has them.
  blobs = new BlobStore(join(net.dir, 'blobs'));
  tickets = new Tickets(sharedKey(join(net.dir, 'secrets'), 'file-ticket.key'));
});
afterAll(() => net?.stop());

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const putPlate = async (text: string) => {
  const put = await blobs.put(Readable.from([Buffer.from(text)]), 1e6);
  if (!put.ok) throw new Error(put.refusal.message);
  return put.value.sha256;
};

test('a ticket opens its plate until it runs out, and nothing else', async () => {
  const plate = await putPlate('a plate');
  const other = await putPlate('another plate');
  const get = (sha256: string, ticket: string, headers: Record<string, string> = {}) =>
    net.anyone().ask('GET', `/api/plates/${sha256}?ticket=${encodeURIComponent(ticket)}`, { headers });
  const ticket = tickets.issue(plate, 'lab_a', Date.now() + 60_000);
  const opened = await get(plate, ticket);
  expect([opened.status, opened.body]).toEqual([200, 'a plate']);
  const resumed = await get(plate, ticket, { range: 'bytes=2-' });
  expect([resumed.status, resumed.body]).toEqual([206, 'plate']);
  const [lab, until, signature] = ticket.split('.') as [string, string, string];
  const refused = [
    await get(other, ticket),
    await get(plate, tickets.issue(plate, 'lab_a', Date.now() - 1)),
    await get(plate, `${lab}.${Number(until) + 1}.${signature}`),
    await get(plate, `lab_b.${until}.${signature}`),
    await get(plate, new Tickets(Buffer.alloc(32)).issue(plate, 'lab_a', Date.now() + 60_000)),
    await get(plate, ''),
    await get(plate, '..'),
    await get(plate, `${ticket}.x`.repeat(3)),
  ];
  expect(refused.map(codeOf)).toEqual(refused.map(() => '403 file/ticket-invalid'));
  expect(codeOf(await get('0'.repeat(64), tickets.issue('0'.repeat(64), 'lab_a', Date.now() + 60_000)))).toBe(
    '404 file/not-found',
  );
});

test('what no release publishes is not served: neither a plate nor an upload', async () => {
  const uploaded = await upload(designer, cubeStl(31));
  for (const sha256 of [await putPlate('a hidden plate'), uploaded])
    expect(codeOf(await net.anyone().ask('GET', `/api/files/${sha256}`))).toBe('404 file/not-found');
});

test('an interrupted download goes on where it was, and begins anew when the file is another', async () => {
  const release = await publishCube(designer, { title: 'In spans' });
  const path = `/api/files/${release.parts[0].fileSha256}`;
  const whole = await bytesOf(await fetch(`${net.url}${path}`));
  const get = async (headers: Record<string, string>) => {
    const response = await fetch(`${net.url}${path}`, { headers });
    return { status: response.status, range: response.headers.get('content-range'), bytes: await bytesOf(response) };
  };
  const size = whole.length;
  const etag = `"${release.parts[0].fileSha256}"`;
  expect(await get({ range: 'bytes=10-19' })).toEqual({
    status: 206,
    range: `bytes 10-19/${size}`,
    bytes: whole.slice(10, 20),
  });
  expect((await get({ range: `bytes=100-`, 'if-range': etag })).bytes).toEqual(whole.slice(100));
  expect((await get({ range: 'bytes=-5' })).bytes).toEqual(whole.slice(-5));
  for (const headers of [
    { range: 'bytes=5-', 'if-range': '"other"' },
    { range: 'bytes=0-1,4-5' },
    { range: 'lines=1-2' },
  ])
    expect(await get(headers)).toMatchObject({ status: 200, range: null, bytes: whole });
  const outside = await net.anyone().ask('GET', path, { headers: { range: `bytes=${size}-` } });
  expect([codeOf(outside), outside.headers.get('content-range')]).toEqual([
    '416 file/no-such-range',
    `bytes */${size}`,
  ]);
});

test('the sweep takes uploads that were never used, and leaves published files and plates, also uploaded ones', async () => {
  const unused = await upload(designer, 'never used');
  const published = (await publishCube(designer, { title: 'Kept' })).parts[0].fileSha256 as string;
  const plateFirst = await putPlate('a plate, then uploaded');
  expect(await upload(designer, 'a plate, then uploaded')).toBe(plateFirst);
  const uploadFirst = await upload(designer, 'uploaded, then a plate');
  await putPlate('uploaded, then a plate');
  const young = await upload(designer, 'an hour old');
  await withClient(net.database.adminUrl, (client) =>
    client.query(`update gateway.uploaded_file set uploaded_at = now() - interval '25 hours' where sha256 <> $1`, [
      young,
    ]),
  );
  await net.gateway.app.get(SweepUploads).run();
  const left = async (sha256: string) => (await blobs.find(sha256)) !== undefined;
  expect(await left(unused)).toBe(false);
  for (const sha256 of [published, plateFirst, uploadFirst, young]) expect(await left(sha256), sha256).toBe(true);
  expect(await designer.must(200, 'POST', '/api/files/known', { body: { sha256s: [unused, young] } })).toEqual({
    known: [young],
  });
  expect(await upload(designer, 'never used'), 'the same file may come again').toBe(unused);
  expect(await left(unused)).toBe(true);
});

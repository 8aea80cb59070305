// Things that happen at the same time, or a day later: one of two wins, nothing is half there, nobody is answered by a fault.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writePng } from '#core/geometry/write-png';
import { ResumableUploads } from '../../apps/gateway/src/uploads/resumable-uploads.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { withClient } from '../../infra/postgres/databases.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let [ana, ben, cem]: Person[] = [];
beforeAll(async () => {
  net = await startTestGateway();
  [ana, ben, cem] = await Promise.all([net.person('designer'), net.person('designer'), net.person('designer')]);
});
afterAll(() => net?.stop());

const query = (sql: string, values: unknown[]): Promise<unknown[]> =>
  withClient(net.database.adminUrl, async (client) => (await client.query(sql, values)).rows);
const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;
const times = <T>(count: number, make: (at: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, at) => make(at)));
const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('maintainers that two people set at once are the ones of either', async () => {
  await publishCube(ana!, { title: 'Contested' });
  for (let round = 0; round < 5; round++) {
    const answers = await times(6, (at) =>
      ana!.ask('PUT', '/api/designs/contested/maintainers', {
        body: { accountIds: at % 2 === 0 ? [ana!.id, ben!.id] : [ana!.id, cem!.id] },
      }),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    const { maintainers } = await net.anyone().must(200, 'GET', '/api/designs/contested');
    expect(maintainers).toHaveLength(2);
  }
});

test('a draft is published as its designer sees it, or not at all', async () => {
  const stl = await upload(ana!, cubeStl(41));
  const contents = { title: 'Moving', license: 'MIT', files: [{ path: 'a.stl', sha256: stl }] };
  for (let round = 0; round < 6; round++) {
    const versioned = { ...contents, version: `1.${round}.0`, summary: 'before' };
    const draft = await ana!.must(201, 'POST', '/api/drafts', { body: { from: 'files', contents: versioned } });
    const address = `/api/drafts/${draft.id}`;
    const change = { body: { revision: 1, contents: { ...versioned, summary: 'after' } } };
    const [published, changed] = await Promise.all([
      ana!.ask('POST', `${address}/publish`, { body: { revision: 1 } }),
      ana!.ask('PUT', address, change),
    ]);
    expect([published.status, changed.status].filter((status) => status < 300)).toHaveLength(1);
    if (changed.status === 200) expect(codeOf(published)).toBe('409 draft/changed-meanwhile');
    const held = await query('select 1 from gateway.held_file where holder_id = $1', [draft.id]);
    expect(held).toHaveLength(changed.status === 200 ? 1 : 0);
  }
});

test('no more drafts are begun at once than one may have', async () => {
  const contents = { title: 'One of many', files: [] };
  const begin = () => cem!.ask('POST', '/api/drafts', { body: { from: 'files', contents } });
  const answers = await times(215, begin);
  const codes = answers.map(({ status, body }) => body.code ?? status);
  expect(codes.filter((code) => code === 201)).toHaveLength(200);
  expect(codes.filter((code) => code === 'draft/too-many')).toHaveLength(15);
  const { drafts } = await cem!.must(200, 'GET', '/api/drafts');
  expect(drafts).toHaveLength(200);
  expect(drafts[0]).not.toHaveProperty('contents');
});

test('whoever designed it does not validate it, also when others look after it now', async () => {
  const { id, slug } = await publishCube(ana!, { title: 'Handed on' });
  await net.steward.must(200, 'PUT', `/api/accounts/${ana!.id}/roles`, { body: { roles: ['designer', 'reviewer'] } });
  await ana!.must(200, 'PUT', `/api/designs/${slug}/maintainers`, { body: { accountIds: [ben!.id] } });
  const review = { body: { verdict: 'validated', note: 'Mine, and good.' } };
  const { status, reviews } = await ana!.must(201, 'POST', `/api/releases/${id}/reviews`, review);
  expect([status, reviews[0].counts]).toEqual(['unreviewed', false]);
});

test('cursors that nobody was given are refused', async () => {
  await publishCube(ana!, { title: 'Paged' });
  for (const at of [1e300, -1e300, -8.64e15, 9e15, 0.5])
    for (const list of ['makes', 'threads']) {
      const answer = await net.anyone().ask('GET', `/api/designs/paged/${list}?cursor=${base64([at, 'x'])}`);
      expect([at, list, codeOf(answer)]).toEqual([at, list, '400 request/invalid']);
    }
  expect((await net.anyone().ask('GET', `/api/designs?cursor=${base64([1e300, 'x'])}`)).status).toBe(200);
  expect((await net.anyone().ask('GET', '/api/designs?sort=relevance')).status).toBe(200);
  expect((await net.anyone().ask('GET', '/api/designs?near=90,180&withinKm=20000')).status).toBe(200);
});

test('conversations are told in pages that end, none twice and none left out', async () => {
  await publishCube(ana!, { title: 'Talked about' });
  const subjects = await times(25, async (at) => {
    const begun = { body: { subject: `No. ${at}`, text: 'Well.' } };
    return (await ben!.must(201, 'POST', '/api/designs/talked-about/threads', begun)).id as string;
  });
  for (const prefix of ['a', 'b']) {
    const begun = { body: { subject: 'Long', text: 'x' } };
    const long = await ben!.must(201, 'POST', '/api/designs/talked-about/threads', begun);
    subjects.push(long.id);
    await query(
      `insert into gateway.post select 'pst_' || n || $3, $1, $2, 'again', now() from generate_series(1, 450) n`,
      [long.id, ben!.id, prefix],
    );
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await net
      .anyone()
      .must(200, 'GET', `/api/designs/talked-about/threads?${cursor ? `cursor=${cursor}` : ''}`);
    const posts = page.threads.reduce((sum: number, thread: { posts: unknown[] }) => sum + thread.posts.length, 0);
    expect(posts).toBeLessThanOrEqual(500);
    seen.push(...page.threads.map(({ id }: { id: string }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen.toSorted()).toEqual(subjects.toSorted());
});

test('a photo that was swept before it was named is not named', async () => {
  const png = writePng({ width: 1, height: 1, pixels: new Uint8Array(4) });
  const { sha256 } = await ana!.must(201, 'POST', '/api/photos', { body: png });
  const { id, designId } = await publishCube(ana!, { title: 'Photographed' });
  await query(
    `insert into gateway.lab (id, owner_id, lat, lon, profile, machines, search_text, changed_at)
     values ('lab_photo', $1, 0, 0, '{}', '[]', '', now())`,
    [ana!.id],
  );
  await query(
    `insert into gateway.make (id, design_id, release_id, job_id, lab_id, settings, outcome, pieces, reported_at)
     values ('mak_photo', $1, $2, 'job_photo', 'lab_photo', '{}', 'good', 1, now())`,
    [designId, id],
  );
  const report = { outcome: 'good', photoSha256: sha256 };
  await ana!.must(201, 'POST', '/api/jobs/job_photo/report', { body: report });
  await query('delete from gateway.held_file where sha256 = $1', [sha256]);
  await query('delete from gateway.uploaded_file where sha256 = $1', [sha256]);
  expect(codeOf(await ana!.ask('POST', '/api/jobs/job_photo/report', { body: report }))).toBe('404 file/not-found');
  const settings = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`s${at}`, 'x']));
  const tooMany = { body: { outcome: 'good', settings } };
  expect(codeOf(await ana!.ask('POST', '/api/jobs/job_photo/report', tooMany))).toBe('400 request/invalid');
});

test('uploads are gone a day after they began, finished or not; empty ones are none', async () => {
  const tus = (request: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
    fetch(`${net.url}${request.split(' ')[1]}`, {
      method: request.split(' ')[0]!,
      headers: { ...ana!.headers, 'tus-resumable': '1.0.0', ...headers },
      ...(body && { body }),
    });
  const begin = (length: number) => tus('POST /api/uploads', { 'upload-length': String(length) });
  const empty = await begin(0);
  expect([empty.status, ((await empty.json()) as { code: string }).code]).toEqual([422, 'file/empty']);
  const patch = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const piece = new Uint8Array([1, 2, 3, 4]);
  const [stopped, whole, fresh] = await Promise.all([begin(8), begin(4), begin(8)]);
  for (const begun of [stopped, whole, fresh]) {
    expect((await tus(`PATCH ${begun.headers.get('location')}`, patch, piece)).status).toBe(204);
  }
  const folder = join(net.dir, 'blobs', 'uploads');
  const isOld =
    ({ headers }: Response) =>
    (name: string) =>
      name === `${headers.get('location')!.split('/').at(-1)}.json`;
  for (const begun of [stopped, whole]) {
    const file = join(folder, readdirSync(folder).find(isOld(begun))!);
    const info = JSON.parse(readFileSync(file, 'utf8')) as object;
    writeFileSync(file, JSON.stringify({ ...info, creation_date: new Date(Date.now() - 90_000_000).toISOString() }));
  }
  await net.gateway.app.get(ResumableUploads).run();
  expect(readdirSync(folder)).toHaveLength(2);
  expect((await tus(`HEAD ${stopped.headers.get('location')}`, {})).status).toBe(404);
  expect((await tus(`HEAD ${fresh.headers.get('location')}`, {})).headers.get('upload-offset')).toBe('4');
});

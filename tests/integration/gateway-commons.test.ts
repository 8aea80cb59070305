// The catalogue as a commons: what people who did not make a design may do with it, and what they may not.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let [ana, ben, reviewer]: Person[] = [];
beforeAll(async () => {
  net = await startTestGateway();
  [ana, ben, reviewer] = await Promise.all([net.person('designer'), net.person('designer'), net.person('designer')]);
  const roles = { body: { roles: ['reviewer'] } };
  await net.steward.must(200, 'PUT', `/api/accounts/${reviewer!.id}/roles`, roles);
});
afterAll(() => net?.stop());

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;
const draftOf = (who: Person, releaseId: string) =>
  who.must(201, 'POST', '/api/drafts', { body: { from: 'release', releaseId } });

test('a draft is filled in from its manifest, says what is missing, and is published once', async () => {
  const stl = await upload(ana!, cubeStl(12));
  const manifest = await upload(ana!, 'title: Bracket\nlicense:\n  hardware: CERN-OHL-W-2.0\nversion: "1.1"\n');
  const contents = { files: [{ path: 'okh.yml', sha256: manifest }, { path: 'stl/clip_x4.stl', sha256: stl }] }; // prettier-ignore
  const draft = await ana!.must(201, 'POST', '/api/drafts', { body: { from: 'files', contents } });
  expect(draft).toMatchObject({
    revision: 1,
    title: 'Bracket',
    contents: { license: 'CERN-OHL-W-2.0', version: '1.1.0' },
  });
  expect(draft.proposals).toMatchObject([{ path: 'stl/clip_x4.stl', quantity: 4 }]);
  const address = `/api/drafts/${draft.id}`;
  expect(codeOf(await ben!.ask('GET', address))).toBe('404 draft/not-found');
  const parts = [{ path: 'stl/clip_x4.stl', quantity: 4, infillPercent: 100 }];
  const changed = { revision: 1, contents: { ...draft.contents, parts } };
  expect(await ana!.must(200, 'PUT', address, { body: changed })).toMatchObject({ revision: 2, proposals: [] });
  expect(codeOf(await ana!.ask('PUT', address, { body: changed }))).toBe('409 draft/changed-meanwhile');
  const zero = { revision: 2, contents: { ...changed.contents, parts: [{ ...parts[0], quantity: 0 }] } };
  expect(codeOf(await ana!.ask('PUT', address, { body: zero }))).toBe('400 request/invalid');
  const release = await ana!.must(201, 'POST', `${address}/publish`, { body: { revision: 2 } });
  expect(release).toMatchObject({ title: 'Bracket', parts: [{ quantity: 4, infillPercent: 100 }] });
  expect(codeOf(await ana!.ask('POST', `${address}/publish`, { body: { revision: 2 } }))).toBe('404 draft/not-found');
});

test('a draft without a licence is kept, and not published', async () => {
  const contents = { title: 'Secret', files: [{ path: 'a.stl', sha256: await upload(ana!, cubeStl(13)) }] };
  const draft = await ana!.must(201, 'POST', '/api/drafts', { body: { from: 'files', contents } });
  expect(draft.findings).toContainEqual(expect.objectContaining({ kind: 'missing', field: 'license' }));
  const published = await ana!.ask('POST', `/api/drafts/${draft.id}/publish`, { body: { revision: 1 } });
  expect(codeOf(published)).toBe('422 license/missing');
});

test('a fork keeps lineage, attribution and share-alike', async () => {
  const origin = await publishCube(ana!, { title: 'Lamp', license: 'CERN-OHL-S-2.0' });
  const draft = await draftOf(ben!, origin.id);
  expect(draft.contents).toMatchObject({ forkOf: origin.id, license: 'CERN-OHL-S-2.0' });
  const contents = { ...draft.contents, title: 'Tall lamp', slug: 'tall-lamp', changes: 'Taller.' };
  const loose = { body: { revision: 1, contents: { ...contents, license: 'MIT' } } };
  await ben!.must(200, 'PUT', `/api/drafts/${draft.id}`, loose);
  const refused = await ben!.ask('POST', `/api/drafts/${draft.id}/publish`, { body: { revision: 2 } });
  expect(codeOf(refused)).toBe('422 license/share-alike-dropped');
  expect(refused.body.details.clause ?? refused.body.detail).toContain('CERN-OHL-S-2.0');
  await ben!.must(200, 'PUT', `/api/drafts/${draft.id}`, { body: { revision: 2, contents } });
  const fork = await ben!.must(201, 'POST', `/api/drafts/${draft.id}/publish`, { body: { revision: 3 } });
  expect(fork).toMatchObject({
    slug: 'tall-lamp',
    lineage: [{ releaseId: origin.id, slug: 'lamp' }],
    changes: 'Taller.',
  });
  const { forks } = await net.anyone().must(200, 'GET', '/api/designs/lamp');
  expect(forks).toMatchObject([{ slug: 'tall-lamp', title: 'Tall lamp' }]);
  const card = await net.anyone().must(200, 'GET', `/api/releases/${fork.id}/attribution`);
  expect(card.lines.join('\n')).toMatch(/Tall lamp.*CERN-OHL-S-2.0.*Changed: Taller\..*From “Lamp”/s);
});

test('a suggested change becomes the next release when a maintainer accepts it, once', async () => {
  const origin = await publishCube(ana!, { title: 'Vice' });
  const draft = await draftOf(ben!, origin.id);
  const better = await upload(ben!, cubeStl(21));
  const contents = { ...draft.contents, files: [{ path: 'stl/cube.stl', sha256: better }] };
  await ben!.must(200, 'PUT', `/api/drafts/${draft.id}`, { body: { revision: 1, contents } });
  const suggestion = { body: { revision: 2, message: 'One millimetre more.' } };
  const change = await ben!.must(201, 'POST', `/api/drafts/${draft.id}/suggest`, suggestion);
  expect(change).toMatchObject({ state: 'open', slug: 'vice' });
  expect(change.diff.parts[0].facts).toContainEqual({ what: 'volume', before: '8.000 cm³', after: '9.261 cm³' });
  await net.anyone().must(200, 'GET', `/api/files/${better}`);
  const decide = (who: Person, body: object) => who.ask('POST', `/api/changes/${change.id}/decision`, { body });
  const accept = { verdict: 'accepted', version: '1.1.0' };
  expect(codeOf(await decide(ben!, accept))).toBe('403 design/not-yours');
  expect(codeOf(await decide(ben!, { verdict: 'refused', reason: 'No.' }))).toBe('403 design/not-yours');
  const answers = await Promise.all([decide(ana!, accept), decide(ana!, accept)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const { release, releases } = await net.anyone().must(200, 'GET', '/api/designs/vice');
  expect(releases).toHaveLength(2);
  expect(release).toMatchObject({ version: '1.1.0', credits: ['Somebody'], changes: 'One millimetre more.' });
  const diff = await net.anyone().must(200, 'GET', `/api/releases/${origin.id}/diff/${release.id}`);
  expect(diff.files).toEqual([{ path: 'stl/cube.stl', change: 'changed' }]);
});

test('maintainers look after a design together', async () => {
  const { slug } = await publishCube(ana!, { title: 'Shared' });
  const next = { title: 'Shared', slug, version: '2.0.0' };
  await expect(publishCube(ben!, next)).rejects.toThrow('design/not-yours');
  const address = `/api/designs/${slug}/maintainers`;
  const both = { body: { accountIds: [ana!.id, ben!.id] } };
  expect(codeOf(await ben!.ask('PUT', address, both))).toBe('403 design/not-yours');
  await ana!.must(200, 'PUT', address, both);
  expect(await publishCube(ben!, next)).toMatchObject({ version: '2.0.0', designer: { id: ana!.id } });
});

test('reviews decide the state: those who are trusted count, nobody validates their own, withdrawn stays withdrawn', async () => {
  const { id } = await publishCube(ana!, { title: 'Judged' });
  const review = (who: Person, verdict: string) =>
    who.must(201, 'POST', `/api/releases/${id}/reviews`, { body: { verdict, note: 'Looked at it.' } });
  expect(await review(ben!, 'validated')).toMatchObject({ status: 'unreviewed', reviews: [{ counts: false }] });
  expect((await review(reviewer!, 'validated')).status).toBe('validated');
  expect((await review(net.steward, 'flagged')).status).toBe('flagged');
  const settled = await review(net.steward, 'validated');
  expect(settled.status).toBe('validated');
  expect(settled.reviews.map((one: { superseded: boolean }) => one.superseded)).toEqual([false, false, true, false]);
  await ana!.must(200, 'POST', `/api/releases/${id}/withdraw`);
  expect((await review(reviewer!, 'validated')).status).toBe('withdrawn');
});

test('a conversation is begun, answered, closed; what is taken away leaves its place', async () => {
  await publishCube(ana!, { title: 'Discussed' });
  const begun = { body: { subject: 'Does it hold?', text: 'I have doubts.' } };
  const thread = await ben!.must(201, 'POST', '/api/designs/discussed/threads', begun);
  const reply = (who: Person) => who.ask('POST', `/api/threads/${thread.id}/posts`, { body: { text: 'It does.' } });
  expect((await reply(ana!)).body.posts).toHaveLength(2);
  const first = `/api/posts/${thread.posts[0].id}`;
  expect(codeOf(await ana!.ask('DELETE', first))).toBe('403 auth/forbidden');
  expect((await ben!.must(200, 'DELETE', first)).posts[0]).not.toHaveProperty('text');
  const close = (who: Person) => who.ask('POST', `/api/threads/${thread.id}/state`, { body: { state: 'closed' } });
  expect(codeOf(await close(reviewer!))).toBe('403 auth/forbidden');
  expect((await close(ana!)).body.state).toBe('closed');
  expect(codeOf(await reply(ana!))).toBe('409 thread/closed');
  const { threads } = await net.anyone().must(200, 'GET', '/api/designs/discussed/threads');
  expect(threads).toMatchObject([{ subject: 'Does it hold?', state: 'closed' }]);
});

test('a release may contain others by their hash, and their licences must go together', async () => {
  const screw = await publishCube(ana!, { title: 'Screw', license: 'CERN-OHL-S-2.0' });
  const kit = { title: 'Kit', license: 'CERN-OHL-S-2.0', nested: [{ hash: screw.hash, quantity: 3 }] };
  const made = await publishCube(ben!, kit);
  expect(made.nested).toMatchObject([{ releaseId: screw.id, quantity: 3, slug: 'screw' }]);
  const own = await publishCube(ben!, {
    ...kit,
    title: 'Kit of kits',
    files: [],
    nested: [{ hash: made.hash, quantity: 1 }],
  });
  expect(own.parts).toEqual([]);
  const unknown = { ...kit, title: 'Lost', nested: [{ hash: '0'.repeat(64), quantity: 1 }] };
  await expect(publishCube(ben!, unknown)).rejects.toThrow('release/not-found');
  const parts = [{ path: 'stl/cube.stl', license: 'CC-BY-NC-SA-4.0' }];
  await expect(publishCube(ben!, { ...kit, title: 'Mixed', nested: [], parts })).rejects.toThrow(
    'license/incompatible',
  );
});

test('search narrows by facets, counts what each would leave, and pages without repeats', async () => {
  for (const side of [1, 2, 3]) {
    const sha256 = await upload(ana!, cubeStl(100 * side));
    const files = [{ path: 'a.stl', sha256 }];
    const parts = [{ path: 'a.stl', materials: side === 1 ? ['PETG'] : [] }];
    await publishCube(ana!, {
      title: `Narrowable ${side}`,
      license: side === 2 ? 'CC-BY-NC-4.0' : 'MIT',
      files,
      parts,
    });
  }
  const search = (query: string) => net.anyone().must(200, 'GET', `/api/designs?q=narrowable&${query}`);
  expect(await search('')).toMatchObject({ total: 3, facets: { process: [{ value: 'fdm', count: 3 }] } });
  expect((await search('maxMm=250')).total).toBe(2);
  expect((await search('licenseClass=nobody')).designs).toMatchObject([{ title: 'Narrowable 2' }]);
  // A part that may be of anything may be of PETG too.
  expect((await search('material=PETG')).total).toBe(3);
  expect((await search('process=sla')).total).toBe(0);
  expect((await search('near=45.7,4.8&withinKm=50')).total).toBe(0);
  const first = await search('limit=2&sort=new');
  const second = await search(`limit=2&sort=new&cursor=${first.nextCursor}`);
  const titles = [...first.designs, ...second.designs].map(({ title }: { title: string }) => title);
  expect(titles.toSorted()).toEqual(['Narrowable 1', 'Narrowable 2', 'Narrowable 3']);
});

test('new releases are told to feed readers, with what designers write as text', async () => {
  await publishCube(ana!, { title: 'Fed <b>', summary: 'A & B <script>', slug: 'fed' });
  const atom = await net.anyone().ask('GET', '/api/feed.atom?design=fed');
  expect(atom.headers.get('content-type')).toContain('application/atom+xml');
  expect(atom.body).toContain('urn:fabcommons:rel_');
  expect(atom.body).not.toContain('<script>');
  const feed = await net.anyone().must(200, 'GET', '/api/feed.json');
  expect(feed.version).toBe('https://jsonfeed.org/version/1');
  expect(feed.items[0].title).toBe('Fed <b> 1.0.0');
  expect(codeOf(await net.anyone().ask('GET', '/api/feed.atom?design=nothing-of-it'))).toBe('404 design/not-found');
});

test('papers: a manifest in both dialects that reads as the same design again, and cards as a PDF', async () => {
  const { id } = await publishCube(ana!, { title: 'Papered', parts: [{ path: 'stl/cube.stl', quantity: 3 }] });
  for (const [format, name] of [
    ['okh-v1', 'okh.yml'],
    ['okh-losh', 'okh.toml'],
  ] as const) {
    // prettier-ignore
    const { body: text } = await net.anyone().ask('GET', `/api/releases/${id}/manifest?format=${format}`);
    const files = [
      { path: name, sha256: await upload(ana!, text) },
      { path: 'stl/cube.stl', sha256: await upload(ana!, cubeStl(20)) },
    ];
    const draft = await ana!.must(201, 'POST', '/api/drafts', { body: { from: 'files', contents: { files } } });
    expect(draft.contents).toMatchObject({
      title: 'Papered',
      license: 'CC-BY-4.0',
      parts: [{ path: 'stl/cube.stl', quantity: 3 }],
    });
  }
  const cards = await net.anyone().ask('GET', `/api/releases/${id}/attribution.pdf?copies=12`);
  expect(cards.headers.get('content-type')).toBe('application/pdf');
  expect(cards.body.slice(0, 5)).toBe('%PDF-');
});

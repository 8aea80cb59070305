// Bad input: each gets a problem that says what, why and what to do; nothing is half-written, and the service stays up.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../infra/postgres/databases.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let designer: Person;
beforeAll(async () => {
  net = await startTestGateway();
  designer = await net.person('designer');
});
afterAll(() => net?.stop());

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;
const releases = async () =>
  (
    await withClient(net.database.adminUrl, (client) =>
      client.query('select count(*)::int as n from gateway.release, gateway.design'),
    )
  ).rows[0].n;

const publish = async (about: Record<string, unknown>) => {
  const sha256 = await upload(designer, cubeStl(10));
  return designer.ask('POST', '/api/releases', {
    body: { title: 'Bad', license: 'MIT', files: [{ path: 'a.stl', sha256 }], ...about },
  });
};

test('a release that cannot be is refused in words, and nothing of it is written', async () => {
  const before = await releases();
  const sha256 = await upload(designer, cubeStl(10));
  const text = await upload(designer, 'hello');
  const file = (path: string, content = sha256) => ({ files: [{ path, sha256: content }] });
  expect(codeOf(await publish({ license: undefined }))).toBe('422 license/missing');
  expect(codeOf(await publish({ license: 'do what you like' }))).toBe('422 license/unknown');
  expect(codeOf(await publish({ version: 'v1' }))).toBe('422 release/version-invalid');
  expect(codeOf(await publish(file('../../etc/passwd.stl')))).toBe('422 release/bad-name');
  expect(codeOf(await publish(file('a\u0001b.stl')))).toBe('422 release/bad-name');
  const nul = await publish(file('a\u0000b.stl'));
  expect(nul.body).toMatchObject({ code: 'request/invalid', errors: [{ path: 'body.files.0.path' }] });
  expect(codeOf(await publish(file('readme.md', text)))).toBe('422 release/no-parts');
  expect(codeOf(await publish(file('a.stl', '0'.repeat(64))))).toBe('404 file/not-found');
  expect(codeOf(await designer.ask('POST', '/api/files', { body: '' }))).toMatch(/422 file\/empty|415/);
  const broken = await publish({ ...file('body.stl', text) });
  expect(broken.status).toBe(422);
  expect(broken.body.code).toMatch(/^mesh\//);
  expect(broken.body.detail).toContain('body.stl');
  expect(broken.body.remedy).toBeTruthy();
  expect(await releases()).toBe(before);
});

test('a manifest that is needed and broken is refused with its place; one that is not needed is a warning', async () => {
  const sha256 = await upload(designer, cubeStl(10));
  const manifest = await upload(designer, 'title: Fine\nlicense: [');
  const files = [
    { path: 'okh.yml', sha256: manifest },
    { path: 'clip_x4.stl', sha256 },
  ];
  const refused = await designer.ask('POST', '/api/releases', { body: { files } });
  expect(refused.body).toMatchObject({ code: 'manifest/invalid', details: { path: 'okh.yml', line: 2 } });
  const made = await designer.must(201, 'POST', '/api/releases', { body: { files, title: 'Warned', license: 'MIT' } });
  expect(made.understood.join(' ')).toMatch(/Warning: The manifest.*may mean 4 pieces; 1 was taken/);
  const bomb = [
    'a: &a [x, x]',
    ...'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${`*${'abcdefghi'[i]},`.repeat(9)}]`),
  ].join('\n');
  const bombed = [
    { path: 'okh.yml', sha256: await upload(designer, bomb) },
    { path: 'a.stl', sha256 },
  ];
  expect(codeOf(await designer.ask('POST', '/api/releases', { body: { files: bombed } }))).toBe('422 manifest/invalid');
  const toml = await upload(
    designer,
    'okhv = "OKH-LOSHv1.0"\nname = "From TOML"\nversion = "1.2"\nlicense = "CERN-OHL-S-2.0"\n',
  );
  const read = await designer.must(201, 'POST', '/api/releases', {
    body: { files: [{ path: 'okh.toml', sha256: toml }, files[1]] },
  });
  expect(read).toMatchObject({ title: 'From TOML', version: '1.2.0', license: 'CERN-OHL-S-2.0', slug: 'from-toml' });
});

test('one version is published once, also when twenty try at the same moment; a slug is its first publisher’s', async () => {
  const sha256 = await upload(designer, cubeStl(10));
  const body = { title: 'Raced', license: 'MIT', files: [{ path: 'a.stl', sha256 }] };
  const answers = await Promise.all(Array.from({ length: 20 }, () => designer.ask('POST', '/api/releases', { body })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 201).map(codeOf))).toEqual(
    new Set(['409 release/version-taken']),
  );
  const other = await net.person('designer');
  expect(codeOf(await other.ask('POST', '/api/releases', { body: { ...body, version: '2.0.0' } }))).toBe(
    '403 design/not-yours',
  );
});

test('a quote for what cannot be is refused; without a scheduler it is unavailable', async () => {
  const release = await publishCube(designer, { title: 'Quoted' });
  const to = { at: { lat: 45.7, lon: 4.8 } };
  const quote = (about: Record<string, unknown>) =>
    net.anyone().ask('POST', '/api/quotes', { body: { releaseId: release.id, to, ...about } });
  expect(codeOf(await quote({ quantity: 0 }))).toBe('400 request/invalid');
  expect(codeOf(await quote({ quantity: 1e9 }))).toBe('400 request/invalid');
  expect(codeOf(await quote({ to: { at: { lat: 91, lon: 0 } } }))).toBe('400 request/invalid');
  expect(codeOf(await quote({ to: { town: 'Nowhere-on-Sea' } }))).toBe('404 place/not-found');
  const unknown = await quote({ material: 'unobtainium' });
  expect(codeOf(unknown)).toBe('422 material/unknown');
  expect(unknown.body.remedy).toContain('PLA');
  expect(codeOf(await quote({ releaseId: 'rel_nothing' }))).toBe('404 release/not-found');
  expect(codeOf(await quote({}))).toBe('503 quote/unavailable');
  const forbidden = await publishCube(designer, { title: 'Forbidden', license: 'CC-BY-NC-4.0' });
  expect(codeOf(await quote({ releaseId: forbidden.id }))).toBe('422 license/forbids-making');
  await designer.must(200, 'POST', `/api/releases/${release.id}/withdraw`);
  expect(codeOf(await quote({}))).toBe('409 release/withdrawn');
  const outside = { name: 'Moon', at: { lat: 0, lon: 181 } };
  expect(codeOf(await (await net.person('lab-operator')).ask('POST', '/api/labs', { body: outside }))).toBe(
    '400 request/invalid',
  );
});

const hostile =
  process.env['FAB_HOSTILE_FILES'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'hostile');

test.skipIf(!existsSync(hostile))(
  'every hostile file is refused or published, never a fault, and the service answers meanwhile',
  async () => {
    const files = readdirSync(hostile, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(join(hostile, name)).isFile(),
    );
    for (const name of files) {
      const bytes = readFileSync(join(hostile, name));
      const stored = await designer.ask('POST', '/api/files', { body: new Uint8Array(bytes) });
      if (stored.status !== 201) {
        expect([400, 413, 422], name).toContain(stored.status);
        continue;
      }
      const body = {
        slug: `hostile-${files.indexOf(name)}`,
        files: [{ path: name.split('/').at(-1), sha256: stored.body.sha256 }],
        title: 'H',
        license: 'MIT',
      };
      const answer = await designer.ask('POST', '/api/releases', { body });
      expect(answer.status, `${name}: ${JSON.stringify(answer.body)}`).toBeLessThan(500);
      if (answer.status !== 201)
        expect(answer.body, name).toMatchObject({ code: expect.stringMatching(/^[a-z0-9]+\/[a-z0-9-]+$/) });
      await net.anyone().must(200, 'GET', '/healthz');
    }
  },
  120_000,
);

// Archives of strangers: what a folder holds becomes a draft, and nothing gets out of the folder or out of hand.

import { strToU8, zipSync, type Zippable } from 'fflate';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../infra/postgres/databases.js';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl, upload } from './gateway-shapes.js';

let net: TestGateway;
let ana: Person;
beforeAll(async () => {
  net = await startTestGateway();
  ana = await net.person('designer');
});
afterAll(() => net?.stop());

const cube = cubeStl(14);
const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;

async function importZip(content: Zippable | Uint8Array, fileName = 'lamp_stand.zip'): Promise<Answer> {
  const sha256 = await upload(ana, content instanceof Uint8Array ? content : zipSync(content));
  return ana.ask('POST', '/api/drafts', { body: { from: 'archive', sha256, fileName } });
}

test('a folder as Manyfold keeps it becomes a draft with what it says of itself', async () => {
  const said = {
    title: 'Lamp stand',
    description: 'Holds a lamp.',
    licenses: [{ name: 'CC-BY-4.0' }],
    resources: [{ path: 'stand.stl' }, { path: 'supported/stand.stl', presupported: true }],
  };
  const { status, body } = await importZip({
    'lamp/datapackage.json': strToU8(JSON.stringify(said)),
    'lamp/stand.stl': cube,
    'lamp/supported/stand.stl': cubeStl(15),
    'lamp/.DS_Store': strToU8('x'),
    '__MACOSX/lamp/._stand.stl': strToU8('x'),
  });
  expect(status).toBe(201);
  expect(body.contents).toMatchObject({ title: 'Lamp stand', summary: 'Holds a lamp.', license: 'CC-BY-4.0' });
  expect(body.contents.files.map(({ path }: { path: string }) => path)).toEqual([
    'datapackage.json',
    'stand.stl',
    'supported/stand.stl',
  ]);
  const release = await ana.must(201, 'POST', `/api/drafts/${body.id}/publish`, { body: { revision: 1 } });
  expect(release.parts).toMatchObject([{ fileName: 'stand.stl' }]);
});

test('a Git checkout as a zip becomes a draft by its manifest, without what Git keeps for itself', async () => {
  const { body } = await importZip({
    'repo-main/okh.toml': strToU8('okhv = "OKH-LOSHv1.0"\nname = "Clamp"\nversion = "2.0"\nlicense = "MIT"\n'),
    'repo-main/.git/config': strToU8('[core]'),
    'repo-main/parts/jaw_x2.stl': cube,
  });
  expect(body.contents).toMatchObject({ title: 'Clamp', version: '2.0.0', license: 'MIT' });
  expect(body.contents.files).toHaveLength(2);
  expect(body.proposals).toMatchObject([{ path: 'parts/jaw_x2.stl', quantity: 2 }]);
});

test('a table of parts says how many, of what and how solid; what is bought comes along', async () => {
  const table = [
    'part,file,quantity,material,infill,type,notes',
    'Head,head.stl,1,PLA;PETG,100,printed,must be solid',
    'Ring,,2,,20,printed,',
    'Tube,,1,,,bought,30 cm of silicone',
  ].join('\n');
  const { body } = await importZip({ 'bom.csv': strToU8(table), 'head.stl': cube, 'ring.stl': cubeStl(16) });
  expect(body.contents.parts).toMatchObject([
    { path: 'head.stl', name: 'Head', quantity: 1, infillPercent: 100 },
    { path: 'ring.stl', name: 'Ring', quantity: 2 },
  ]);
  expect(body.contents.boughtIn).toMatchObject([{ name: 'Tube', quantity: 1 }]);
});

test('a zip without words of its own is called as the file is', async () => {
  expect((await importZip({ 'a.stl': cube })).body.contents.title).toBe('lamp stand');
});

test('names as other systems write them are made harmless', async () => {
  const windows = patched(zipSync({ 'aa/a.stl': cube, 'aa/b.txt': strToU8('b') }), 'aa/a.stl', 'aa\\a.stl');
  expect((await importZip(windows)).body.contents.files[0].path).toBe('a.stl');
  const unseen = await importZip({ 'e\u0301\u202e\u0001.stl': cube });
  expect(unseen.body.contents.files[0].path).toBe('é.stl');
});

/** The entry’s name or mode changed in local header and directory, as no honest program writes them. */
function patched(zip: Uint8Array, from: string, to: string): Uint8Array {
  expect(to).toHaveLength(from.length);
  return Uint8Array.from(Buffer.from(Buffer.from(zip).toString('latin1').replaceAll(from, to), 'latin1'));
}

test('what leads elsewhere, is no file, or is too much is refused in words or left out, and nothing is written', async () => {
  const drafts = () =>
    withClient(net.database.adminUrl, (client) => client.query('select count(*)::int as n from gateway.draft'));
  const before = (await drafts()).rows[0].n;
  const plain = zipSync({ 'aa/a.stl': cube });
  expect(codeOf(await importZip(patched(plain, 'aa/a.stl', '../a.stl')))).toMatch(/^422 (archive|release)\//);
  expect(codeOf(await importZip(zipSync({ '../../etc/x.stl': cube })))).toMatch(/^422 (archive|release)\//);
  expect(codeOf(await importZip(cube))).toBe('422 archive/unreadable');
  expect(codeOf(await importZip(plain.subarray(0, plain.length - 30)))).toBe('422 archive/unreadable');
  expect(codeOf(await importZip({ 'a/.hidden': cube }))).toBe('422 archive/empty');
  const link = zipSync({ 'link.stl': [strToU8('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }] });
  expect(codeOf(await importZip(link))).toBe('422 archive/empty');
  const deep = Object.fromEntries([[`${'d/'.repeat(40)}a.stl`, cube], ['b.stl', cube]]); // prettier-ignore
  expect(codeOf(await importZip(deep))).toBe('413 archive/too-large');
  const bomb = zipSync({ 'bomb.stl': new Uint8Array(64 * 2 ** 20) }, { level: 9 });
  expect(codeOf(await importZip(bomb))).toBe('413 archive/too-large');
  const many = Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`${n}.txt`, strToU8('x')]));
  expect(codeOf(await importZip(zipSync(many, { level: 0 })))).toBe('413 archive/too-large');
  expect((await drafts()).rows[0].n).toBe(before);
});

const hostile =
  process.env['FAB_HOSTILE_FILES'] ?? join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'hostile');
const read = (name: string): Uint8Array | undefined => {
  try {
    return new Uint8Array(readFileSync(join(hostile, name)));
  } catch {
    return undefined; // The material lies beside the repository on some machines only.
  }
};

test.skipIf(read('zip_bomb.3mf') === undefined)(
  'archives made to hurt are answered and leave the service well',
  async () => {
    for (const name of ['zip_bomb.3mf', 'path_traversal.3mf', 'zip_bomb_model_part.3mf']) {
      const { status, body } = await importZip(read(name)!, name);
      if (status !== 201) expect(body.code, name).toMatch(/^(archive|release)\//);
    }
    await net.anyone().must(200, 'GET', '/readyz');
  },
);

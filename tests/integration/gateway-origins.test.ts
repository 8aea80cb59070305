// What a release stands on stays with it: the design it was forked from, what it contains, and who is to be named.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type Answer, type Person, type TestGateway } from './gateway-harness.js';
import { cubeStl, publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  net = await startTestGateway();
  [ana, ben] = await Promise.all([net.person('designer'), net.person('designer')]);
});
afterAll(() => net?.stop());

const codeOf = ({ status, body }: Answer) => `${status} ${body.code}`;
const draftOf = (who: Person, releaseId: string) =>
  who.must(201, 'POST', '/api/drafts', { body: { from: 'release', releaseId } });

test('the next version of a fork is a fork still: it keeps lineage, and cannot drop share-alike', async () => {
  const origin = await publishCube(ana!, { title: 'Root', license: 'CERN-OHL-S-2.0' });
  const fork = { title: 'Branch', slug: 'branch', license: 'CERN-OHL-S-2.0' };
  const first = await publishCube(ben!, { ...fork, forkOf: origin.id });
  await expect(publishCube(ben!, { ...fork, version: '1.1.0', license: 'MIT' })).rejects.toThrow(
    'license/share-alike-dropped',
  );
  const next = await publishCube(ben!, { ...fork, version: '1.1.0' });
  expect(next.lineage).toEqual(first.lineage);
  const draft = await draftOf(ben!, next.id);
  const contents = { ...draft.contents, version: '1.2.0' };
  await ben!.must(200, 'PUT', `/api/drafts/${draft.id}`, { body: { revision: 1, contents } });
  const third = await ben!.must(201, 'POST', `/api/drafts/${draft.id}/publish`, { body: { revision: 2 } });
  expect(third.lineage).toEqual(first.lineage);
  // Another origin does not wash the first one off.
  const free = await publishCube(ana!, { title: 'Free', license: 'MIT' });
  await expect(publishCube(ben!, { ...fork, version: '2.0.0', license: 'MIT', forkOf: free.id })).rejects.toThrow(
    'license/share-alike-dropped',
  );
});

test('a part from elsewhere stays under its licence in a fork, and is told apart by the hash', async () => {
  const parts = [{ path: 'stl/cube.stl', license: 'CC-BY-SA-4.0' }];
  const about = { title: 'Borrowed', license: 'CC-BY-SA-4.0' };
  const plain = await publishCube(ana!, about);
  const { id, hash } = await publishCube(ana!, { ...about, slug: 'borrowed-too', parts });
  expect(hash).not.toBe(plain.hash);
  const draft = await draftOf(ben!, id);
  expect(draft.contents.parts).toMatchObject(parts);
});

test('the attribution card names what is contained and what came from elsewhere, with its licence', async () => {
  const bolt = await publishCube(ana!, { title: 'Bolt', license: 'CC-BY-4.0' });
  const hinge = await publishCube(ana!, { title: 'Hinge', license: 'MIT', nested: [{ hash: bolt.hash, quantity: 2 }] });
  const parts = [{ path: 'stl/cube.stl', name: 'Knob', license: 'CC0-1.0' }];
  const nested = [{ hash: hinge.hash, quantity: 1 }];
  const { id } = await publishCube(ben!, { title: 'Door', license: 'CC-BY-4.0', parts, nested });
  const card = await net.anyone().must(200, 'GET', `/api/releases/${id}/attribution`);
  const text = card.lines.join('\n');
  expect(text).toMatch(/“Hinge”.*MIT/);
  expect(text).toMatch(/“Bolt”.*CC-BY-4\.0/);
  expect(text).toMatch(/“Knob”.*CC0-1\.0/);
  expect(text).toContain('spdx.org/licenses/MIT');
});

test('the same content published again by somebody else does not take the place of the first', async () => {
  const about = { title: 'Gear', files: [{ path: 'g.stl', sha256: await upload(ana!, cubeStl(31)) }] };
  const first = await publishCube(ana!, about);
  const copy = await publishCube(ben!, { ...about, slug: 'gear-copied' });
  expect(copy.hash).toBe(first.hash);
  const box = await publishCube(ben!, { title: 'Gearbox', nested: [{ hash: first.hash, quantity: 1 }] });
  expect(box.nested).toMatchObject([{ releaseId: first.id, slug: 'gear' }]);
});

test('what was withdrawn is not built into anything new, and not sold inside of what contains it', async () => {
  const { id, hash } = await publishCube(ana!, { title: 'Recalled' });
  const around = { title: 'Around', nested: [{ hash, quantity: 1 }] };
  const older = await publishCube(ben!, around);
  await ana!.must(200, 'POST', `/api/releases/${id}/withdraw`);
  await expect(publishCube(ben!, { ...around, version: '2.0.0' })).rejects.toThrow('release/withdrawn');
  const quote = { releaseId: older.id, to: { at: { lat: 45.7, lon: 4.8 } } };
  expect(codeOf(await net.anyone().ask('POST', '/api/quotes', { body: quote }))).toBe('409 release/withdrawn');
  const { nested } = await net.anyone().must(200, 'GET', `/api/releases/${older.id}`);
  expect(nested).toMatchObject([{ releaseId: id }]);
});

test('a kit without parts of its own is found like any other design', async () => {
  const { hash } = await publishCube(ana!, { title: 'Brick' });
  await publishCube(ana!, { title: 'Wallkit', files: [], nested: [{ hash, quantity: 4 }] });
  const { designs } = await net.anyone().must(200, 'GET', '/api/designs?q=wallkit');
  expect(designs).toMatchObject([{ title: 'Wallkit', parts: 0 }]);
});

test('licences of what is contained at any depth are judged together', async () => {
  const inner = await publishCube(ana!, { title: 'Strong', license: 'CERN-OHL-S-2.0' });
  const middle = await publishCube(ana!, {
    title: 'Middle',
    license: 'MIT',
    nested: [{ hash: inner.hash, quantity: 1 }],
  });
  const outer = { title: 'Closed', license: 'CC-BY-NC-4.0', nested: [{ hash: middle.hash, quantity: 1 }] };
  await expect(publishCube(ben!, outer)).rejects.toThrow('license/incompatible');
});

test('a deep and wide pile of releases is refused before all of it is read', async () => {
  let hashes = [(await publishCube(ana!, { title: 'Leaf' })).hash as string];
  for (let level = 0; level < 18; level++) {
    const nested = hashes.map((hash) => ({ hash, quantity: 1 }));
    const made = [];
    for (const side of ['left', 'right']) {
      const answer = await ana!.ask('POST', '/api/releases', {
        body: { title: `Pile ${level} ${side}`, license: 'MIT', files: [], nested },
      });
      if (answer.status !== 201) {
        expect(answer.body.code).toMatch(/^bom\/too-(deep|large)$/);
        return;
      }
      made.push(answer.body.hash as string);
    }
    hashes = made;
  }
  throw new Error('nothing was refused');
});

test('a search shows the newest release that is not withdrawn, of designs that are published at the same time too', async () => {
  const versions = await Promise.all(
    ['1.0.0', '1.1.0', '1.2.0', '1.3.0'].map((version) => publishCube(ana!, { title: 'Racing', version })),
  );
  const found = async () => (await net.anyone().must(200, 'GET', '/api/designs?q=racing')).designs;
  const [first] = await found();
  expect(await found()).toHaveLength(1);
  await ana!.must(200, 'POST', `/api/releases/${first.latest.releaseId}/withdraw`);
  const [next] = await found();
  expect(next.latest.releaseId).not.toBe(first.latest.releaseId);
  for (const { id } of versions) await ana!.must(200, 'POST', `/api/releases/${id}/withdraw`);
  expect(await found()).toEqual([]);
});

// Labs, places, and letting a lab's agent in and out.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLogger } from '#platform/logging/logger';
import { RotateCredentials } from '../../apps/fab-agent/src/home/rotate-credentials.js';
import { Link } from '../../apps/fab-agent/src/uplink/link.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';

let net: TestGateway;
let operator: Person;
beforeAll(async () => {
  net = await startTestGateway();
  operator = await net.person('lab-operator');
});
afterAll(() => net?.stop());

const draft = { name: 'Atelier', at: { lat: 45.76, lon: 4.84 }, city: 'Lyon', country: 'FR' };
const mini = { name: 'Mini', process: 'fdm', buildVolumeMm: { x: 180, y: 180, z: 180 }, loaded: [{ material: 'pla' }] };

test('a lab gets the network’s prices where it says none, and its machines keep their ids when it changes', async () => {
  const added = await operator.must(201, 'POST', '/api/labs', { body: { ...draft, machines: [mini] } });
  expect(added).toMatchObject({
    sight: 'away',
    profile: { status: 'listed', processes: ['fdm'], prices: { machineHourMinor: 150 } },
  });
  const { id } = added.profile;
  const changed = await operator.must(200, 'PUT', `/api/labs/${id}`, {
    body: { ...draft, name: 'Atelier 2', machines: [mini] },
  });
  expect(changed.machines[0].machine.id).toBe(added.machines[0].machine.id);
  const stranger = await net.person('lab-operator');
  expect((await stranger.ask('PUT', `/api/labs/${id}`, { body: draft })).body.code).toBe('lab/not-yours');
});

test('importing a list twice doubles nothing, and the nearest lab comes first', async () => {
  const labs = [
    { source: 'list', sourceId: 'a', draft: { ...draft, name: 'München Lab', at: { lat: 48.1, lon: 11.5 } } },
    { source: 'list', sourceId: 'b', draft: { ...draft, name: 'Lyon Lab', at: { lat: 45.75, lon: 4.85 } } },
  ];
  const first = await net.steward.must(200, 'POST', '/api/labs/import', { body: { labs } });
  expect(first).toMatchObject({ added: 2, changed: 0 });
  expect(await net.steward.must(200, 'POST', '/api/labs/import', { body: { labs } })).toEqual({
    added: 0,
    changed: 0,
    labIds: first.labIds,
  });
  labs[1]!.draft.name = 'Lyon Lab 2';
  expect(await net.steward.must(200, 'POST', '/api/labs/import', { body: { labs } })).toMatchObject({
    added: 0,
    changed: 1,
  });
  const near = await net.anyone().must(200, 'GET', '/api/labs?lat=48.1&lon=11.6&q=lab');
  expect(near.labs.map((lab: { profile: { name: string } }) => lab.profile.name)).toEqual([
    'München Lab',
    'Lyon Lab 2',
  ]);
});

test('towns are found without accents and by country', async () => {
  const names = async (q: string) =>
    (await net.anyone().must(200, 'GET', `/api/places?q=${encodeURIComponent(q)}`)).places.map(
      (town: { name: string }) => town.name,
    );
  expect(await names('munch')).toEqual(['München']);
  expect(await names('saint-eti')).toEqual(['Saint-Étienne, Loire']);
  expect(await names('lyon, DE')).toEqual([]);
});

test('a code lets one agent in once; revoking shuts it out at once, and a new code lets it in again', async () => {
  const { profile } = await operator.must(201, 'POST', '/api/labs', { body: { ...draft, machines: [mini] } });
  const { code } = await operator.must(201, 'POST', `/api/labs/${profile.id}/enrolments`);
  expect(code).toMatch(/^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}$/);
  const tries = await Promise.all(
    [code, code.toLowerCase(), code.replace('-', '')].map((each) =>
      net.anyone().ask('POST', '/api/enrolments/redeem', { body: { code: each } }),
    ),
  );
  expect(tries.map(({ status }) => String(status)).toSorted()).toEqual(['201', '403', '403']);
  const admission = tries.find(({ status }) => status === 201)!.body;
  expect(admission).toMatchObject({ labId: profile.id, machines: [{ name: 'Mini' }] });
  expect((await operator.must(200, 'GET', `/api/labs/${profile.id}`)).profile.status).toBe('member');
  const agent = await net.nats.connect({ text: admission.credentials }, { inboxPrefix: `_INBOX.${profile.id}` });
  await operator.must(204, 'POST', `/api/labs/${profile.id}/revoke`);
  await eventually({ sample: () => agent.isClosed(), describeFailure: () => 'the revoked agent is still connected' });
  const { code: next } = await operator.must(201, 'POST', `/api/labs/${profile.id}/enrolments`);
  const again = await net.anyone().must(201, 'POST', '/api/enrolments/redeem', { body: { code: next } });
  await (await net.nats.connect({ text: again.credentials }, { inboxPrefix: `_INBOX.${profile.id}` })).close();
});

test('an agent trades its credentials for new ones; a copy of the old is shut out, another lab is not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fabcommons-rotation-'));
  const enrolled = async () => {
    const { profile } = await operator.must(201, 'POST', '/api/labs', { body: draft });
    const { code } = await operator.must(201, 'POST', `/api/labs/${profile.id}/enrolments`);
    const { credentials } = await net.anyone().must(201, 'POST', '/api/enrolments/redeem', { body: { code } });
    return { labId: profile.id as string, credentials: credentials as string };
  };
  const [lab, other] = [await enrolled(), await enrolled()];
  const connect = ({ labId, credentials }: typeof lab) =>
    net.nats.connect({ text: credentials }, { inboxPrefix: `_INBOX.${labId}` });
  const [stolen, theirs] = [await connect(lab), await connect(other)];
  const credsFile = join(folder, 'lab.creds');
  writeFileSync(credsFile, lab.credentials, { mode: 0o600 });
  const link = new Link({ url: net.nats.url, credsFile, labId: lab.labId, logger: makeLogger('agent', 'silent') });
  await new Promise<void>((resolve) => link.start(() => resolve()));
  const rotated = await new RotateCredentials(link).run();
  expect(rotated).toMatchObject({ ok: true, value: expect.stringContaining('1 older') });
  await eventually({ sample: () => stolen.isClosed(), describeFailure: () => 'the old credentials still open' });
  expect(readFileSync(credsFile, 'utf8')).not.toBe(lab.credentials);
  expect(statSync(credsFile).mode & 0o777).toBe(0o600);
  await eventually({ sample: () => link.isUp, describeFailure: () => 'the agent should be back with the new ones' });
  expect(await new RotateCredentials(link).run()).toMatchObject({ ok: true });
  expect(theirs.isClosed()).toBe(false);
  await Promise.all([link.stop(), theirs.close()]);
  rmSync(folder, { recursive: true, force: true });
});

// What comes back to a design from its makes: the network's own report of each job, and what lab and customer add.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as making from '#contracts/messages/making-messages';
import { writePng } from '#core/geometry/write-png';
import { newId } from '#platform/clock/clock';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { anOption, StandInScheduler } from './gateway-scheduler.js';
import { publishCube, upload } from './gateway-shapes.js';

let net: TestGateway;
let scheduler: StandInScheduler;
let [designer, customer, operator]: Person[] = [];

beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  const roles = ['designer', 'customer', 'lab-operator'] as const;
  [designer, customer, operator] = await Promise.all(roles.map((role) => net.person(role)));
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

/** One grey pixel. */
const PIXEL = writePng({ width: 1, height: 1, pixels: new Uint8Array([128, 128, 128, 255]) });

test('every job that ended is reported by the network, once; lab and customer say how it turned out', async () => {
  const release = await publishCube(designer!, { title: 'Made cube' });
  const draft = { name: 'Atelier', at: { lat: 45.76, lon: 4.84 } };
  const lab = (await operator!.must(201, 'POST', '/api/labs', { body: draft })).profile;
  scheduler.options = [anOption(lab.id, lab.name)];
  const to = { at: { lat: 45.7, lon: 4.8 } };
  const quote = await customer!.must(201, 'POST', '/api/quotes', { body: { releaseId: release.id, to, color: 'red' } });
  const order = await customer!.must(201, 'POST', '/api/orders', {
    body: { quoteId: quote.id, optionId: quote.options[0].id },
    headers: { 'idempotency-key': randomUUID() },
  });
  const at = { orderId: order.id, labId: lab.id, labName: lab.name };
  const ids = { jobId: newId('job'), batchId: newId('batch'), machineId: newId('machine') };
  const job = { ...ids, machineName: 'Mini', fence: 1, ...at };
  const units = [{ partId: release.parts[0].id, partName: 'cube', count: 1 }];
  const failed = { ...job, jobId: newId('job'), reason: 'The nozzle was clogged.', made: [], missing: units };
  await scheduler.tell(making.JobCreated, failed);
  await scheduler.tell(making.JobFailed, failed);
  await scheduler.tell(making.JobCreated, job);
  const eventId = newId('event');
  for (let i = 0; i < 2; i++) await scheduler.tell(making.JobFinished, { ...job, made: units }, { eventId });
  const told = await eventually({
    sample: () => net.anyone().must(200, 'GET', '/api/designs/made-cube/makes'),
    satisfied: ({ makes }) => makes.length === 2,
    describeFailure: (found) => `there are ${found?.makes.length} reports`,
  });
  expect(told).toMatchObject({ good: 1, failed: 1 });
  const good = told.makes.find(({ outcome }: { outcome: string }) => outcome === 'good');
  expect(good).toMatchObject({ pieces: 1, lab: { name: 'Atelier' } });
  expect(good.settings).toEqual({ machine: 'Mini', material: 'PLA', colour: 'red' });
  expect((await net.anyone().must(200, 'GET', '/api/designs/made-cube')).made).toBe(1);
  const { designs } = await net.anyone().must(200, 'GET', '/api/designs?sort=most-made');
  expect(designs[0]).toMatchObject({ slug: 'made-cube', made: 1 });

  const report = (who: Person, body: object) => who.ask('POST', `/api/jobs/${ids.jobId}/report`, { body });
  expect((await report(designer!, { outcome: 'good' })).body.code).toBe('job/not-found');
  const noPicture = await operator!.ask('POST', '/api/photos', { body: '<svg onload="alert(1)"/>' });
  expect([noPicture.status, noPicture.body.code]).toEqual([422, 'file/unsupported']);
  const { sha256 } = await operator!.must(201, 'POST', '/api/photos', { body: PIXEL });
  const first = { outcome: 'usable', note: 'A little stringing.', settings: { layer: '0.2 mm' }, photoSha256: sha256 };
  expect((await report(operator!, first)).status).toBe(201);
  const { body: mine } = await report(operator!, { ...first, outcome: 'good' });
  expect(mine).toMatchObject({ outcome: 'good', settings: { machine: 'Mini', layer: '0.2 mm' } });
  expect((await report(customer!, { outcome: 'good' })).status).toBe(201);
  const photo = await net.anyone().ask('GET', `/api/makes/${mine.id}/photo`);
  expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png']);
  const all = await net.anyone().must(200, 'GET', '/api/designs/made-cube/makes');
  expect(all.makes).toHaveLength(4);
  // What people say is not counted twice.
  expect(all).toMatchObject({ good: 1, failed: 1 });
});

test('a photo is no file of the catalogue, and a file of the catalogue is no photo', async () => {
  const sha256 = await upload(designer!, PIXEL.slice(0, 40));
  const report = { body: { outcome: 'good', photoSha256: sha256 } };
  expect((await operator!.ask('POST', '/api/jobs/job_nothing/report', report)).body.code).toBe('job/not-found');
  expect((await net.anyone().ask('GET', `/api/files/${sha256}`)).status).toBe(404);
});

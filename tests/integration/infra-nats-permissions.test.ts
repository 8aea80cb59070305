// A lab's credential on a real server: it speaks and hears as that lab, and a stolen one can do no more.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectNats } from '../../libs/common/src/platform/messaging/connection.js';
import { labConsumer, STREAMS } from '../../libs/common/src/contracts/streams.js';
import {
  mintLabCredentials,
  revokeLabUsers,
  type LabCredentials,
} from '../../libs/common/src/platform/messaging/lab-credentials.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';

let nats: TestNats;
let scheduler: NatsConnection;
let gateway: NatsConnection;
let lab: NatsConnection;
const ME = 'lab_mine';
const OTHER = 'lab_other';

const mint = (labId: string): Promise<LabCredentials> =>
  mintLabCredentials({
    labId,
    signingSeed: readFileSync(nats.files.labSigningSeed, 'utf8'),
    accountPublicKey: nats.identity.account,
  });

const connectLab = (labId: string, credsText: string): Promise<NatsConnection> =>
  nats.connect({ text: credsText }, { inboxPrefix: `_INBOX.${labId}` });

/** The refusals that the server has sent to a connection so far. */
function refusalsOf(connection: NatsConnection): string[] {
  const refusals: string[] = [];
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === 'error') refusals.push(status.error.message);
    }
  })();
  return refusals;
}

beforeAll(async () => {
  nats = await startNats();
  scheduler = await nats.connect({ file: nats.files.schedulerCreds });
  gateway = await nats.connect({ file: nats.files.gatewayCreds });
  const manager = await jetstreamManager(scheduler);
  for (const { name, subjects } of STREAMS) await manager.streams.add({ name, subjects: [...subjects] });
  for (const labId of [ME, OTHER]) {
    const { stream, durable, filter } = labConsumer(labId);
    await manager.consumers.add(stream, {
      durable_name: durable,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
    });
  }
  lab = await connectLab(ME, (await mint(ME)).credsText);
});

afterAll(async () => {
  await Promise.all([lab, scheduler, gateway].map((connection) => connection?.close()));
  await nats?.stop();
});

test('a client without credentials is refused', async () => {
  const { connect } = await import('@nats-io/transport-node');
  await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow(/authorization violation/i);
});

test('a lab reports, pulses and asks as itself', async () => {
  const pulses: string[] = [];
  scheduler.subscribe('fab.lab.*.pulse.*', { callback: (_error, message) => void pulses.push(message.subject) });
  scheduler.subscribe('fab.lab.*.ask.>', { callback: (_error, message) => void message.respond('go') });
  await scheduler.flush();

  const stored = await jetstream(lab).publish(`fab.lab.${ME}.up.job.progressed.v1`, '{}');
  expect(stored.stream).toBe('FAB_LAB_UP');
  lab.publish(`fab.lab.${ME}.pulse.machine-1`);
  expect((await lab.request(`fab.lab.${ME}.ask.job.start.v1`)).string()).toBe('go');
  await eventually({ sample: () => pulses[0], describeFailure: () => 'the scheduler heard no pulse of the lab' });
});

test('a lab fetches and acknowledges what is sent down to it, and nothing that is for another', async () => {
  await jetstream(gateway).publish(`fab.lab.${ME}.down.offer.made.v1`, 'mine');
  await jetstream(gateway).publish(`fab.lab.${OTHER}.down.offer.made.v1`, 'not mine');
  const consumer = await jetstream(lab).consumers.get('FAB_LAB_DOWN', ME);
  const heard: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: 2, expires: 1_000 })) {
    heard.push(message.string());
    expect(await message.ackAck()).toBe(true);
  }
  expect(heard).toEqual(['mine']);
});

test.each([
  ['another lab’s reports', `fab.lab.${OTHER}.up.job.done.v1`],
  ['another lab’s pulse', `fab.lab.${OTHER}.pulse.machine-1`],
  ['another lab’s questions', `fab.lab.${OTHER}.ask.job.start.v1`],
  ['orders to itself', `fab.lab.${ME}.down.offer.made.v1`],
  ['facts of the network', 'fab.event.order.placed.v1'],
  ['the programs’ questions', 'fab.ask.quote.v1'],
  ['another lab’s inbox', `_INBOX.${OTHER}.x.1`],
  ['the scheduler’s inbox', '_INBOX.scheduler.x'],
  ['account information of JetStream', '$JS.API.INFO'],
  ['the list of streams', '$JS.API.STREAM.NAMES'],
  ['the purge of a stream', '$JS.API.STREAM.PURGE.FAB_LAB_DOWN'],
  ['the deletion of a stream', '$JS.API.STREAM.DELETE.FAB_LAB_UP'],
  ['reading a stream by number', '$JS.API.STREAM.MSG.GET.FAB_LAB_DOWN'],
  ['reading a stream directly', '$JS.API.DIRECT.GET.FAB_LAB_DOWN'],
  ['a new consumer', `$JS.API.CONSUMER.CREATE.FAB_LAB_DOWN.spy`],
  ['a new durable consumer', `$JS.API.CONSUMER.DURABLE.CREATE.FAB_LAB_DOWN.${ME}`],
  ['the deletion of its own consumer', `$JS.API.CONSUMER.DELETE.FAB_LAB_DOWN.${ME}`],
  ['another lab’s consumer', `$JS.API.CONSUMER.MSG.NEXT.FAB_LAB_DOWN.${OTHER}`],
  ['information on another lab’s consumer', `$JS.API.CONSUMER.INFO.FAB_LAB_DOWN.${OTHER}`],
  ['acknowledging for another lab', `$JS.ACK.FAB_LAB_DOWN.${OTHER}.1.1.1.1.0`],
  ['new claims', '$SYS.REQ.CLAIMS.UPDATE'],
])('a stolen credential can not publish %s', async (_what, subject) => {
  const refusals = refusalsOf(lab);
  lab.publish(subject, '{}');
  await lab.flush();
  await eventually({
    sample: () => refusals.find((refusal) => refusal.includes(subject)),
    describeFailure: () => `the server did not refuse ${subject}; it said ${JSON.stringify(refusals)}`,
  });
});

test.each([
  '>',
  'fab.>',
  'fab.event.>',
  'fab.lab.>',
  `fab.lab.${OTHER}.down.>`,
  `fab.lab.${ME}.down.>`,
  'fab.ask.>',
  '_INBOX.>',
  `_INBOX.${OTHER}.>`,
  '$SYS.>',
  '$JS.EVENT.>',
])('a stolen credential can not listen to %s', async (subject) => {
  const closed = new Promise<Error | undefined>((resolve) => {
    const subscription = lab.subscribe(subject, { callback: (error) => void (error !== null && resolve(error)) });
    void subscription.closed.then((error) => resolve(error instanceof Error ? error : undefined));
  });
  await lab.flush();
  expect((await closed)?.message).toMatch(/permissions violation/i);
});

test('the gateway may not answer as the scheduler does, and neither may purge or delete a stream', async () => {
  const refusals = refusalsOf(gateway);
  gateway.publish('_INBOX.lab_mine.x.1', 'forged');
  gateway.publish('fab.lab.lab_mine.up.job.done.v1', 'forged');
  gateway.publish('$JS.API.STREAM.PURGE.FAB_EVENTS');
  await gateway.flush();
  await eventually({
    sample: () => refusals.length,
    satisfied: (count) => count === 3,
    describeFailure: () => `three refusals were awaited, there came ${JSON.stringify(refusals)}`,
  });
});

test('a question between the programs is answered', async () => {
  gateway.subscribe('fab.ask.policy.v1', { callback: (_error, message) => void message.respond('yes') });
  scheduler.subscribe('fab.ask.quote.v1', { callback: (_error, message) => void message.respond('42') });
  await Promise.all([gateway.flush(), scheduler.flush()]);
  expect((await gateway.request('fab.ask.quote.v1')).string()).toBe('42');
  expect((await scheduler.request('fab.ask.policy.v1')).string()).toBe('yes');
});

test('where only a websocket gets through, a lab is a lab over it, with no more rights', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fabcommons-creds-'));
  const credsFile = join(folder, 'lab.creds');
  writeFileSync(credsFile, (await mint(ME)).credsText, { mode: 0o600 });
  const blocked = 'nats://127.0.0.1:1';
  const over = await connectNats({
    url: `${blocked},${nats.websocketUrl}`,
    name: 'lab over a websocket',
    credsFile,
    inboxPrefix: `_INBOX.${ME}`,
  });
  try {
    const heard = scheduler.subscribe(`fab.lab.${ME}.up.>`, { max: 1 });
    await scheduler.flush();
    const refusals = refusalsOf(over);
    over.publish(`fab.lab.${OTHER}.up.thing.happened.v1`, 'not mine');
    over.publish(`fab.lab.${ME}.up.thing.happened.v1`, 'mine');
    for await (const message of heard) expect(message.string()).toBe('mine');
    await eventually({
      sample: () => refusals.length,
      satisfied: (count) => count > 0,
      describeFailure: () => 'the server should have refused to speak as another lab',
    });
  } finally {
    await over.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a revoked lab is dropped at once and stays out, also after the server has started again', async () => {
  const stolen = await mint('lab_stolen');
  const thief = await connectLab('lab_stolen', stolen.credsText);
  await revokeLabUsers({
    natsUrl: nats.url,
    systemCreds: readFileSync(nats.files.systemCreds, 'utf8'),
    operatorSeed: readFileSync(nats.files.operatorSigningSeed, 'utf8'),
    accountPublicKey: nats.identity.account,
    userPublicKeys: [stolen.userPublicKey],
    atSeconds: Math.floor(Date.now() / 1000) + 1,
  });
  await thief.closed();
  await expect(connectLab('lab_stolen', stolen.credsText)).rejects.toThrow(/authorization violation/i);
  expect(lab.isClosed()).toBe(false);

  await nats.server.restart();
  await expect(connectLab('lab_stolen', stolen.credsText)).rejects.toThrow(/authorization violation/i);
  const again = await connectLab(ME, (await mint(ME)).credsText);
  await again.close();
});

test('a lab id that is more than one token is not minted', async () => {
  await expect(mint('lab_a.>')).rejects.toThrow('can not be a token');
});

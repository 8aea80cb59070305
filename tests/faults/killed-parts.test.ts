// SIGKILL in the middle of an order, for each part of the network in turn; then it is started again, and the order still
// ends well. The machine of the lab prints on meanwhile, as a real one would.

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { placeOrder, type OrderView } from '#contracts/http/orders';
import { handOver } from '#contracts/http/lab-work';
import { requestQuote } from '#contracts/http/quotes';
import type { ReleaseView } from '#contracts/http/releases';
import type { Network } from '../../infra/network/network.js';
import type { ManagedProcess } from '../../infra/network/managed-process.js';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { followOrder } from '../../apps/cli/src/watch-order.js';
import { demoMember, stewardOf, type Member } from '../../infra/demo/members.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import { SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { REPOSITORY } from '../../infra/repository.js';
import { startTestNetwork } from '../support/processes.js';
import { lookAtTheBooks } from '../support/invariants.js';

const TO = { lat: 45.76, lon: 4.84 };
let network: Network;
let member: Member;
let release: ReleaseView;
let agent: ManagedProcess;
let home: string;

beforeAll(async () => {
  network = await startTestNetwork({ keepAlive: false, throwAway: false });
  const { web } = network.urls;
  const secrets = network.folder.programSecrets;
  member = await demoMember(web, { root: network.folder.root, secrets });
  const steward = stewardOf(web, secrets);
  const list = await readLabList(SAMPLE_LABS, []);
  const { labIds } = await sendLabs(steward, list.labs);
  const [lab] = nearestWith('fdm', listed(list.labs, labIds), TO, 1);
  // An order prints for some three seconds: time enough to be killed in.
  home = await enrolSimulated(network, steward, lab!, { materials: ['PLA'], speed: 3_000 });
  agent = await network.startAgent('lab', [home]);
  await untilLive(steward, [lab!.labId]);
  release = await publishFolder(member, join(REPOSITORY, 'data/designs/syringe-pump'), {});
});
afterAll(() => network?.stop());

async function order(): Promise<OrderView> {
  const quote = await callRoute(member, requestQuote, {
    body: { releaseId: release.id, quantity: 1, material: 'PLA', to: { at: TO }, delivery: 'pickup' },
  });
  expect(quote.options, 'the lab should be live').not.toEqual([]);
  return callRoute(member, placeOrder, {
    body: { quoteId: quote.id, optionId: quote.options[0]!.id },
    headers: { 'idempotency-key': quote.id },
  });
}

const upTo = (placed: OrderView, state: OrderView['state']) =>
  followOrder(member, placed.id, { until: (seen) => seen.state === state, signal: AbortSignal.timeout(60_000) });

async function finish(placed: OrderView): Promise<void> {
  const ready = await upTo(placed, 'ready');
  const [shipment] = ready.shipments;
  await callRoute(stewardOf(network.urls.web, network.folder.programSecrets), handOver, {
    params: { shipmentId: shipment!.id },
    body: { code: shipment!.pickupCode! },
  });
  const settled = await upTo(placed, 'settled');
  expect(settled.jobs.map(({ state }) => state)).toEqual(['done']);
  expect(startsIn(home, settled.jobs[0]!.id), 'starts of the job at the machine').toBe(1);
  await lookAtTheBooks(network);
}

/** How often the machine's own memory says that a job was started. */
const startsIn = (folder: string, jobId: string): number =>
  readFileSync(join(folder, 'journal.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('start-commanded') && line.includes(jobId)).length;

describe('an order survives', () => {
  it.each(['gateway', 'scheduler', 'nats'] as const)('SIGKILL of %s while the machine prints', async (name) => {
    const placed = await order();
    await upTo(placed, 'making');
    const part = network.processes[name]!;
    await part.kill();
    await part.restart();
    await finish(placed);
  });

  it('SIGKILL of the agent while its machine prints', async () => {
    const placed = await order();
    await upTo(placed, 'making');
    await agent.kill();
    await agent.restart();
    await finish(placed);
  });

  it('SIGKILL of Postgres while the machine prints', async () => {
    const placed = await order();
    await upTo(placed, 'making');
    await network.processes.postgres!.kill();
    await network.processes.postgres!.restart();
    await finish(placed);
  });

  it('a broker that lost its whole store', async () => {
    const placed = await order();
    await upTo(placed, 'making');
    const nats = network.processes.nats!;
    await nats.kill();
    rmSync(join(network.folder.root, 'nats', 'jetstream'), { recursive: true, force: true });
    await nats.restart();
    await finish(placed);
  });

  it('SIGKILL of everything at once', async () => {
    const placed = await order();
    await upTo(placed, 'making');
    const { postgres, nats, gateway, scheduler } = network.processes;
    const all = [postgres!, nats!, gateway, scheduler, agent];
    await Promise.all(all.map((part) => part.kill()));
    for (const part of all) await part.restart();
    await finish(placed);
  });

  it('a gateway that is killed right after it said yes', async () => {
    const placed = await order();
    await network.processes.gateway.kill();
    await network.processes.gateway.restart();
    await finish(placed);
  });
});

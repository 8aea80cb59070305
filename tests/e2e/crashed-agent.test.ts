// An agent's whole job with the real PrusaSlicer and a machine that carries out the G-code in accelerated time, with a power
// cut at each of thirteen places, and with the way to the network cut or silent. Nothing is ever started twice or lost.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { handOver } from '#contracts/http/lab-work';
import { placeOrder, readOrder, type OrderView } from '#contracts/http/orders';
import { requestQuote } from '#contracts/http/quotes';
import type { ReleaseView } from '#contracts/http/releases';
import type { LabId } from '#core/kernel/ids';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { followOrder } from '../../apps/cli/src/watch-order.js';
import { failpointFile } from '../../apps/fab-agent/src/journal/failpoint.js';
import { demoMember, stewardOf, type Member } from '../../infra/demo/members.js';
import { SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import type { ManagedProcess } from '../../infra/network/managed-process.js';
import type { Network } from '../../infra/network/network.js';
import { REPOSITORY } from '../../infra/repository.js';
import { eventually } from '../support/eventually.js';
import { lookAtTheBooks } from '../support/invariants.js';
import { startTestNetwork } from '../support/processes.js';
import { TcpProxy } from '../support/tcp-proxy.js';

const hasSlicer = (() => {
  try {
    return execFileSync('prusa-slicer', ['--help'], { stdio: 'pipe' }).length > 0;
  } catch {
    return false;
  }
})();

const TO = { lat: 45.76, lon: 4.84 };
/** The switch plate takes two and a half hours: three seconds here. */
const SPEED = 3_000;

/** Where the power fails, and what is true in that instant. */
const POWER_CUTS = [
  ['before offer-heard', 'an offer has come and is not noted'],
  ['after offer-heard', 'it is accepted, and the network does not know'],
  ['before job-assigned', 'a job has come and is not noted'],
  ['after job-assigned', 'it is noted, and nothing is fetched'],
  ['before plate-fetched', 'the plate is on the disk and not noted'],
  ['after plate-fetched', 'it is noted, and nothing is sliced'],
  ['before gcode-prepared', 'it is sliced, and that is not noted'],
  ['torn gcode-prepared', 'half of the note is on the disk'],
  ['before start-commanded', 'there is permission, and that is not noted'],
  ['after start-commanded', 'it is noted, and the machine does not know'],
  ['before started', 'the machine makes it, and that is not noted'],
  ['before ended', 'the machine has made it, and that is not noted'],
  ['after ended', 'it is noted, and the network does not know'],
] as const;

let network: Network;
let member: Member;
let release: ReleaseView;
let agent: ManagedProcess;
let home: string;
let labId: LabId;
let way: TcpProxy;

beforeAll(async () => {
  if (!hasSlicer) return;
  network = await startTestNetwork({ keepAlive: false, throwAway: false });
  const { web, nats } = network.urls;
  const secrets = network.folder.programSecrets;
  member = await demoMember(web, { root: network.folder.root, secrets });
  const steward = stewardOf(web, secrets);
  const list = await readLabList(SAMPLE_LABS, []);
  const { labIds } = await sendLabs(steward, list.labs);
  const [lab] = nearestWith('fdm', listed(list.labs, labIds), TO, 1);
  labId = lab!.labId;
  home = await enrolSimulated(network, steward, lab!, { materials: ['PLA'], speed: SPEED });
  const { hostname, port } = new URL(nats);
  way = await TcpProxy.before({ host: hostname, port: Number(port) });
  const path = join(home, 'lab.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as { machines: { driver: object }[]; natsUrl: string };
  file.natsUrl = `nats://127.0.0.1:${way.port}`;
  for (const machine of file.machines) machine.driver = { ...machine.driver, gcode: true };
  writeFileSync(path, JSON.stringify(file));
  agent = await network.startAgent('lab', [home], { FAB_FAILPOINTS: 'on', NATS_URL: file.natsUrl });
  await untilLive(steward, [labId]);
  release = await publishFolder(member, join(REPOSITORY, 'data/designs/switch-plate'), {});
});
afterAll(async () => {
  await network?.stop();
  await way?.close();
});

async function order(): Promise<OrderView> {
  const quote = await eventually({
    sample: () =>
      callRoute(member, requestQuote, {
        body: { releaseId: release.id, quantity: 1, material: 'PLA', to: { at: TO }, delivery: 'pickup' },
      }),
    satisfied: ({ options }) => options.length > 0,
    describeFailure: (found) => `the lab should be live: ${JSON.stringify(found?.tally)}`,
  });
  return callRoute(member, placeOrder, {
    body: { quoteId: quote.id, optionId: quote.options[0]!.id },
    headers: { 'idempotency-key': quote.id },
  });
}

const upTo = (placed: OrderView, state: OrderView['state']) =>
  followOrder(member, placed.id, { until: (seen) => seen.state === state, signal: AbortSignal.timeout(90_000) });

async function finish(placed: OrderView): Promise<OrderView> {
  const { shipments } = await upTo(placed, 'ready');
  await callRoute(stewardOf(network.urls.web, network.folder.programSecrets), handOver, {
    params: { shipmentId: shipments[0]!.id },
    body: { code: shipments[0]!.pickupCode! },
  });
  const settled = await upTo(placed, 'settled');
  const done = settled.jobs.filter(({ state }) => state === 'done');
  expect(done).toHaveLength(1);
  expect(startsOf(done[0]!.id), 'starts of the job in the machines’ own memory').toBe(1);
  await lookAtTheBooks(network);
  return settled;
}

/** How many entries of a kind the lab's journal has. */
const entries = (kind: string): number =>
  readFileSync(join(home, 'journal.jsonl'), 'utf8').split(`"kind":"${kind}"`).length - 1;

/** How often a job was begun, by the memory of the lab's machines. */
function startsOf(jobId: string): number {
  const folder = join(home, 'machines');
  const jobs = readdirSync(folder).flatMap((name) => {
    const memory = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { jobs?: { jobId: string }[] };
    return memory.jobs ?? [];
  });
  return jobs.filter((job) => job.jobId === jobId).length;
}

describe.skipIf(!hasSlicer)('a lab’s job', () => {
  it.each(POWER_CUTS)('ends well after a power cut %s: %s', async (place) => {
    const file = failpointFile(join(home, 'journal.jsonl'));
    writeFileSync(file, place);
    const placed = await order();
    await eventually(
      { sample: () => !existsSync(file), describeFailure: () => `the agent did not come to “${place}”` },
      { withinMs: 60_000 },
    );
    await agent.restart();
    await finish(placed);
  });

  it('goes on while the network is away, and is told of when it is back', async () => {
    const placed = await order();
    await upTo(placed, 'making');
    const ended = entries('ended');
    way.cut();
    await eventually(
      { sample: () => entries('ended') > ended, describeFailure: () => 'the machine should finish without a network' },
      { withinMs: 60_000 },
    );
    expect((await callRoute(member, readOrder, { params: { orderId: placed.id } })).state).toBe('making');
    way.heal();
    await finish(placed);
  });

  it('does not start while the way to the network is silent, and starts once when it speaks again', async () => {
    const file = failpointFile(join(home, 'journal.jsonl'));
    writeFileSync(file, 'before gcode-prepared');
    const placed = await order();
    await eventually(
      { sample: () => !existsSync(file), describeFailure: () => 'the agent did not come to slice' },
      { withinMs: 60_000 },
    );
    way.fallSilent();
    const [prepared, commanded] = [entries('gcode-prepared'), entries('start-commanded')];
    await agent.restart();
    await eventually(
      { sample: () => entries('gcode-prepared') > prepared, describeFailure: () => 'it should be sliced by itself' },
      { withinMs: 60_000 },
    );
    way.heal();
    await finish(placed);
    expect(entries('start-commanded')).toBe(commanded + 1);
  });
});

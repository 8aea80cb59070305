// What people see of the gateway while Postgres or NATS is down: a clear "not now", soon; and then all is well again,
// without anybody starting the gateway anew.

import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { requestQuote, type QuoteView } from '#contracts/http/quotes';
import type { ReleaseView } from '#contracts/http/releases';
import type { Network } from '../../infra/network/network.js';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { followOrder } from '../../apps/cli/src/watch-order.js';
import { demoMember, stewardOf, type Member } from '../../infra/demo/members.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import { SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { REPOSITORY } from '../../infra/repository.js';
import { eventually } from '../support/eventually.js';
import { startTestNetwork } from '../support/processes.js';
import { lookAtTheBooks } from '../support/invariants.js';

const TO = { lat: 45.76, lon: 4.84 };
const SOON_MS = 5_000;
let network: Network;
let member: Member;
let release: ReleaseView;
let gatewayPid: number | undefined;

beforeAll(async () => {
  network = await startTestNetwork({ keepAlive: false, throwAway: false });
  const { web } = network.urls;
  const secrets = network.folder.programSecrets;
  member = await demoMember(web, { root: network.folder.root, secrets });
  const steward = stewardOf(web, secrets);
  const list = await readLabList(SAMPLE_LABS, []);
  const { labIds } = await sendLabs(steward, list.labs);
  const [lab] = nearestWith('fdm', listed(list.labs, labIds), TO, 1);
  const home = await enrolSimulated(network, steward, lab!, { materials: ['PLA'], speed: 3_000 });
  await network.startAgent('lab', [home]);
  await untilLive(steward, [lab!.labId]);
  release = await publishFolder(member, join(REPOSITORY, 'data/designs/syringe-pump'), {});
  gatewayPid = network.processes.gateway.pid;
});
afterAll(() => network?.stop());
afterEach(async () => {
  await network.processes.postgres!.start();
  await network.processes.nats!.start();
  expect(network.processes.gateway.pid, 'the gateway ran all the time').toBe(gatewayPid);
});

interface Seen {
  readonly status: number;
  readonly type: string;
  readonly body: Record<string, unknown>;
  readonly ms: number;
}

async function ask(method: string, path: string, body?: unknown): Promise<Seen> {
  const begun = performance.now();
  const json = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${network.urls.web}${path}`, {
    method,
    headers: {
      ...member.headers,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    signal: AbortSignal.timeout(30_000),
    ...json,
  });
  const seen = (await response.json()) as Record<string, unknown>;
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, body: seen, ms: performance.now() - begun };
}

const quoteBody = () => ({
  releaseId: release.id,
  quantity: 1,
  material: 'PLA',
  to: { at: TO },
  delivery: 'pickup' as const,
});
const aQuote = (): Promise<QuoteView> => callRoute(member, requestQuote, { body: quoteBody() });
const purchaseOf = (quote: QuoteView) => ({ quoteId: quote.id, optionId: quote.options[0]!.id });

const untilReady = () =>
  eventually(
    {
      sample: () => ask('GET', '/readyz'),
      satisfied: ({ status }) => status === 200,
      describeFailure: (seen) => `the gateway says ${JSON.stringify(seen?.body)}`,
    },
    { withinMs: 30_000 },
  );

it('without Postgres every route says soon that it is unavailable, and works again afterwards', async () => {
  const quote = await aQuote();
  const requests: [string, string, unknown?][] = [
    ['GET', '/api/me'],
    ['GET', '/api/designs?q=pump'],
    ['GET', `/api/releases/${release.id}`],
    ['GET', '/api/labs'],
    ['GET', '/api/orders'],
    ['POST', '/api/quotes', quoteBody()],
    ['POST', '/api/orders', purchaseOf(quote)],
    ['POST', '/api/sessions', { email: 'a@example.org', password: 'wrong password' }],
    ['POST', '/api/files/known', { sha256s: ['0'.repeat(64)] }],
  ];
  await network.processes.postgres!.kill();
  // Several rounds: the first meets connections that have just been cut, the others find none.
  for (let round = 0; round < 3; round++) {
    for (const [method, path, body] of requests) {
      const seen = await ask(method, path, body);
      expect(seen, `${method} ${path}`).toMatchObject({ status: 503, body: { code: 'service/unavailable' } });
      expect(seen.type).toContain('application/problem+json');
      expect(seen.ms, `${method} ${path}`).toBeLessThan(SOON_MS);
    }
    expect(await ask('GET', '/readyz')).toMatchObject({ status: 503, body: { checks: { postgres: false } } });
    expect((await ask('GET', '/healthz')).status).toBe(200);
  }
  await network.processes.postgres!.start();
  await untilReady();
  expect((await ask('POST', '/api/orders', purchaseOf(quote))).status).toBe(201);
});

it('while Postgres falls under load nobody is told of a fault of ours, and nobody waits for ever', async () => {
  await untilReady();
  const storm = Array.from({ length: 8 }, async () => {
    const answers: Seen[] = [];
    const end = Date.now() + 4_000;
    while (Date.now() < end) answers.push(await ask('GET', '/api/designs?q=pump'));
    return answers;
  });
  await ask('GET', '/api/me');
  await network.processes.postgres!.kill();
  await network.processes.postgres!.start();
  const answers = (await Promise.all(storm)).flat();
  expect([...new Set(answers.map(({ status }) => status))].toSorted((a, b) => a - b)).toEqual([200, 503]);
  expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(SOON_MS);
  await untilReady();
});

it('without NATS there are no quotes, but designs are shown and orders taken; they are made when it is back', async () => {
  await untilReady();
  const quote = await eventually(
    { sample: aQuote, satisfied: ({ options }) => options.length > 0, describeFailure: () => 'the lab is not live' },
    { withinMs: 60_000 },
  );
  await network.processes.nats!.kill();
  const refused = await ask('POST', '/api/quotes', quoteBody());
  expect(refused).toMatchObject({ status: 503, body: { code: 'quote/unavailable' } });
  expect(refused.ms).toBeLessThan(SOON_MS);
  for (const path of ['/api/designs?q=pump', `/api/releases/${release.id}`, '/api/labs?limit=3', '/api/materials']) {
    const seen = await ask('GET', path);
    expect(seen.status, path).toBe(200);
    expect(seen.ms, path).toBeLessThan(SOON_MS);
  }
  const decision = await ask('GET', `/api/decisions/${quote.decisionId}`);
  expect(decision).toMatchObject({ status: 503, body: { code: 'service/unavailable' } });
  expect(decision.ms).toBeLessThan(SOON_MS);
  expect(await ask('GET', '/readyz')).toMatchObject({ status: 503, body: { checks: { postgres: true, nats: false } } });
  expect((await ask('GET', '/healthz')).status).toBe(200);
  const placed = await ask('POST', '/api/orders', purchaseOf(quote));
  expect(placed.status).toBe(201);
  await network.processes.nats!.start();
  const made = await followOrder(member, placed.body['id'] as `ord_${string}`, {
    until: ({ state }) => state === 'ready',
    signal: AbortSignal.timeout(90_000),
  });
  expect(made.timeline.map(({ event }) => event)).toContain('job.finished');
  await untilReady();
  await lookAtTheBooks(network);
});

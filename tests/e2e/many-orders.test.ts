// Many orders of one customer at once: each is taken, each reaches a lab, and the books balance.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { callRoute } from '#contracts/http/call-route';
import { placeOrder } from '#contracts/http/orders';
import { requestQuote } from '#contracts/http/quotes';
import { readLabList, sendLabs } from '../../apps/cli/src/import-labs.js';
import { publishFolder } from '../../apps/cli/src/publish-folder.js';
import { followOrder } from '../../apps/cli/src/watch-order.js';
import { demoMember, stewardOf } from '../../infra/demo/members.js';
import { SAMPLE_DESIGNS, SAMPLE_LABS } from '../../infra/demo/seed-network.js';
import { enrolSimulated, listed, nearestWith, untilLive } from '../../infra/demo/simulated-labs.js';
import type { Network } from '../../infra/network/network.js';
import { startTestNetwork } from '../support/processes.js';
import { lookAtTheBooks } from '../support/invariants.js';

const TO = { lat: 45.76, lon: 4.84 };
const ORDERS = 40;
let network: Network;
beforeAll(async () => {
  network = await startTestNetwork();
});
afterAll(() => network?.stop());

it('takes forty orders of one customer at once, and offers each to a lab', async () => {
  const secrets = network.folder.programSecrets;
  const steward = stewardOf(network.urls.web, secrets);
  const member = await demoMember(network.urls.web, { root: network.folder.root, secrets });
  const list = await readLabList(SAMPLE_LABS, []);
  const { labIds } = await sendLabs(steward, list.labs);
  const [lab] = nearestWith('fdm', listed(list.labs, labIds), TO, 1);
  await network.startAgent('lab', [
    await enrolSimulated(network, steward, lab!, { materials: ['PLA'], speed: 100_000 }),
  ]);
  await untilLive(steward, [lab!.labId]);
  const release = await publishFolder(member, SAMPLE_DESIGNS[0]!, {});
  const quote = await callRoute(member, requestQuote, {
    body: { releaseId: release.id, quantity: 1, material: 'PLA', to: { at: TO }, delivery: 'pickup' },
  });
  const body = { quoteId: quote.id, optionId: quote.options[0]!.id };
  const placed = await Promise.all(
    Array.from({ length: ORDERS }, (_, i) =>
      callRoute(member, placeOrder, { body, headers: { 'idempotency-key': `many-${i}` } }),
    ),
  );
  expect(new Set(placed.map(({ id }) => id)).size).toBe(ORDERS);
  const signal = AbortSignal.timeout(60_000);
  for (const { id } of placed) {
    await followOrder(member, id, { until: ({ jobs }) => jobs.length > 0, signal });
  }
  await lookAtTheBooks(network);
});

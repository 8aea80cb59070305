// What nobody can make becomes an open list that tells of no customer; what a decision was made from is read by whom it
// concerns.

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OrderStranded } from '#contracts/messages/making-messages';
import type { NearestMiss } from '#core/quote/quote';
import { newId } from '#platform/clock/clock';
import { eventually } from '../support/eventually.js';
import { startTestGateway, type Person, type TestGateway } from './gateway-harness.js';
import { anOption, StandInScheduler } from './gateway-scheduler.js';
import { publishCube } from './gateway-shapes.js';

let net: TestGateway;
let scheduler: StandInScheduler;
let customer: Person;
let releaseId: string;

beforeAll(async () => {
  net = await startTestGateway();
  scheduler = await StandInScheduler.start(net);
  customer = await net.person('designer', 'customer');
  releaseId = (await publishCube(customer, { title: 'Wanted' })).id;
});
afterAll(async () => {
  await scheduler?.stop();
  await net?.stop();
});

const TOO_HIGH: NearestMiss = {
  code: 'machine/size',
  requirement: 'has room for every part',
  removed: 3,
  onlyThis: { labs: 2, fromKm: 81, toKm: 117 },
  miss: { what: 'Z', unit: 'mm', wanted: 300, has: 250 },
  sentence: 'No lab has 300 mm in Z.',
};

const quote = (more: object = {}) =>
  customer.must(201, 'POST', '/api/quotes', {
    body: { releaseId, material: 'PLA', to: { at: { lat: 45.7672, lon: 4.8336 }, label: '12 Quiet Street' }, ...more },
  });
const demand = async () => (await net.anyone().must(200, 'GET', '/api/unmet-demand?process=fdm')).demand;

/** An order of one cube that nobody can make any more, and the decision that says so. */
async function strandedOrder(): Promise<{ orderId: string; decisionId: string }> {
  scheduler.options = [anOption('lab_1', 'Near')];
  const { id: quoteId, options } = await quote({ to: { at: { lat: -33.4, lon: 18.4 } } });
  scheduler.options = [];
  const body = { quoteId, optionId: options[0].id };
  const headers = { 'idempotency-key': randomUUID() };
  const { id: orderId } = await customer.must(201, 'POST', '/api/orders', { body, headers });
  const decisionId = newId('decision');
  const answer = { decisionId, options: [], passedOver: [], tally: [], labsConsidered: 3, nearestMisses: [TOO_HIGH] };
  const known = {
    kind: 'order' as const,
    atMs: Date.now(),
    policyVersion: 1,
    inputsSha256: '',
    manifest: {},
    inputs: [],
  };
  scheduler.decisions.push({ decisionId, ...known, answer });
  await scheduler.tell(OrderStranded, { orderId, decisionId, reason: 'Nobody can.' });
  return { orderId, decisionId };
}

describe('what the network cannot make', () => {
  test('is counted once a day for each release, region and requirement, without who asked and where', async () => {
    scheduler.nearestMisses = [TOO_HIGH];
    await quote();
    await quote({ to: { at: { lat: 45.8, lon: 4.9 } } });
    const [found, ...others] = await demand();
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      processes: ['fdm'],
      material: 'PLA',
      region: { at: { lat: 46, lon: 5 }, country: 'FR' },
      requirement: 'has room for every part',
      miss: TOO_HIGH.miss,
      wouldDo: { labs: 2, withinKm: 150 },
      times: 1,
      designs: 1,
    });
    expect(JSON.stringify(found)).not.toMatch(/Quiet|45\.7|rel_/);
    await quote({ to: { at: { lat: 52.5, lon: 13.4 } } });
    expect(await demand()).toHaveLength(2);
  });

  test('is not what somebody can', async () => {
    const before = await demand();
    scheduler.options = [anOption('lab_1', 'Near')];
    await quote({ to: { at: { lat: 0, lon: 0 } } });
    scheduler.options = [];
    expect(await demand()).toEqual(before);
  });

  test('holds orders that were stranded, and only who ordered reads what that was decided from', async () => {
    const { decisionId } = await strandedOrder();
    const found = await eventually({
      sample: async () => (await demand()).find(({ region }: { region: { at: { lat: number } } }) => region.at.lat < 0),
      describeFailure: () => 'the stranded order should be counted',
    });
    expect(found).toMatchObject({ region: { at: { lat: -33.5, lon: 18.5 } }, times: 1 });
    const address = `/api/decisions/${decisionId}/inputs`;
    await customer.must(200, 'GET', address);
    await net.steward.must(200, 'GET', `${address}/${'a'.repeat(64)}`);
    const other = await net.person('customer');
    expect((await other.ask('GET', address)).body).toMatchObject({ code: 'auth/forbidden' });
    expect((await net.anyone().ask('GET', address)).status).toBe(401);
  });
});

// What a network where everything is well answers, route by route.

import { boxMesh } from '#core/geometry/solids';
import { writeStl } from '#core/geometry/write-stl';
import { answerCommons } from './answer-commons.js';
import {
  MARKUP_NAME,
  PNG,
  account,
  againOrder,
  card,
  counteredOrder,
  entry,
  order,
  release,
  sha,
  sharedJob,
} from './fixtures.js';
import { NOW, at } from './fixture-time.js';
import { lab } from './lab-fixtures.js';
import { answer, quote, unmetDemand } from './quote-fixtures.js';
import type { StubNetwork } from './stub-network.js';

const facets = {
  process: [
    { value: 'fdm', count: 3 },
    { value: 'laser-cutting', count: 1 },
  ],
  material: [{ value: 'PLA', count: 3 }],
  licenseClass: [
    { value: 'reciprocal', count: 3 },
    { value: 'copyfarleft', count: 1 },
  ],
  status: [
    { value: 'unreviewed', count: 3 },
    { value: 'validated', count: 1 },
  ],
};

/** The answers of a network where everything is well; `isSignedIn` says who is looking. */
export function answerWell({ answer: on }: StubNetwork, isSignedIn = true): void {
  on('readMe', () =>
    isSignedIn
      ? { body: account }
      : { problem: { status: 401, code: 'auth/required', title: 'Please sign in', detail: 'Nobody is signed in.' } },
  );
  on('searchDesigns', ({ query }) => {
    const designs = [card(1, 'Wall bracket'), card(2, MARKUP_NAME), card(3, 'Enclosure for a weather station')];
    const more = query.has('cursor') ? {} : { nextCursor: 'next' };
    const found = query.has('cursor') ? [card(4, 'Prosthetic thumb')] : designs;
    return {
      body: {
        designs: found.filter(({ title }) => title.toLowerCase().includes((query.get('q') ?? '').toLowerCase())),
        total: 4,
        ...more,
        facets,
      },
    };
  });
  on('readRelease', () => ({ body: release }));
  on('getFile', ({ params }) => ({
    bytes: params['sha256'] === sha('5') ? PNG : writeStl(boxMesh({ x: 40, y: 25, z: 12.5 })),
  }));
  on('getThumbnail', () => ({ bytes: PNG }));
  on('listMaterials', () => ({
    body: {
      materials: [
        { material: 'PLA', process: 'fdm', densityGramsPerCm3: 1.24, loadedAtMachines: 3 },
        { material: 'PETG', process: 'fdm', densityGramsPerCm3: 1.27, loadedAtMachines: 0 },
      ],
    },
  }));
  on('listPlaces', () => ({
    body: {
      places: [
        { name: 'Lyon', country: 'FR', at: quote.to.at, population: 520_000 },
        { name: 'Lyons', country: 'US', at: { lat: 41.8, lon: -87.8 }, population: 10_000 },
      ],
    },
  }));
  on('requestQuote', () => ({ body: quote }));
  on('readQuote', () => ({ body: quote }));
  on('listUnmetDemand', () => ({ body: unmetDemand }));
  on('readDecision', () => ({
    body: { decisionId: 'dec_1', kind: 'order', atMs: NOW, policyVersion: 3, inputsSha256: sha('c'), answer },
  }));
  on('placeOrder', () => ({ body: order }));
  on('readOrder', ({ params }) => ({
    body: [counteredOrder, againOrder].find(({ id }) => id === params['orderId']) ?? order,
  }));
  on('chooseLab', () => ({ body: { ...againOrder, alternatives: [] } }));
  on('answerCounterOffer', () => ({ body: { ...counteredOrder, counterOffers: [] } }));
  on('watchOrder', () => ({ events: order.timeline }));
  on('listOrders', () => ({ body: { orders: [order] } }));
  on('orderLedger', () => ({
    body: { entries: [entry(1, 'customer:acc_1', -1334), entry(2, 'hold:ord_1', 1334)], balanced: true },
  }));
  on('listLabs', () => ({
    body: { labs: [lab(1, 'live'), lab(2, 'suspect'), lab(8, 'away'), lab(9, 'away')], total: 4 },
  }));
  on('readLab', ({ params }) => ({ body: params['labId'] === 'lab_2' ? lab(2, 'quiet') : lab(1, 'live') }));
  on('sayBack', () => ({ status: 204, headers: {} }));
  on('labWork', () => ({
    body: {
      jobs: [{ ...order.jobs[1], orderId: 'ord_1', releaseId: 'rel_1', title: 'Wall bracket' }, sharedJob],
      shipments: [{ ...order.shipments[0], orderId: 'ord_1', releaseId: 'rel_1', title: 'Wall bracket' }],
    },
  }));
  on('openEnrolment', () => ({ body: { code: 'HNMT-45QG', expiresAt: at(15) } }));
  on('listApiKeys', () => ({
    body: { keys: [{ id: 'key_1', name: 'Build server', scopes: ['designs:write'], createdAt: at(-5000) }] },
  }));
  on('signIn', () => ({ body: account }));
  answerCommons({ answer: on });
}

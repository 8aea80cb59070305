// A small network as the interface tells it: designs, labs, a quote, an order, with names that try to be markup.

import { at } from './fixture-time.js';
import { option, quote } from './quote-fixtures.js';

/** A name that must be shown as it is. */
export const MARKUP_NAME = '<img src=x onerror="window.hacked=1"><b>Bracket</b>';

export const sha = (digit: string): string => digit.repeat(64);

export const account = {
  id: 'acc_1',
  email: 'ada@example.org',
  name: 'Ada Example',
  roles: ['customer', 'designer', 'lab-operator'],
};

/** One pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const part = (n: number, more: object = {}) => ({
  id: `prt_${n}`,
  name: `Bracket ${n}`,
  fileName: `bracket-${n}.stl`,
  fileSha256: sha(String(n)),
  fileBytes: 684,
  quantity: n,
  process: 'fdm',
  materials: [],
  boxMm: { x: 40, y: 25, z: 12.5 },
  volumeMm3: 12_500,
  areaMm2: 3625,
  triangles: 12,
  shells: 1,
  watertight: true,
  measures: {
    thinnestWallMm: 1.6,
    overhangAreaMm2: 120,
    baseContactMm2: 1000,
    centreOfMassMm: { x: 20, y: 12.5, z: 6.25 },
    orientation: { quaternion: [0, 0, 0, 1], reason: 'It stands on its largest face and needs no supports.' },
  },
  estimate: { material: 'PLA', massGrams: 12.4, seconds: 3720, uncertaintyPercent: 9 },
  problems: [],
  ...more,
});

export const release = {
  id: 'rel_1',
  designId: 'dsg_1',
  slug: 'wall-bracket',
  version: '1.2.0',
  hash: sha('a'),
  title: 'Wall bracket',
  summary: 'Holds a shelf board of up to 20 mm. Two screws, no supports.',
  license: 'CERN-OHL-S-2.0',
  licenseTerms: {
    class: 'reciprocal',
    commercial: 'anyone',
    reason: 'Anyone may make and sell it; changed designs stay open.',
  },
  designer: { id: 'acc_2', name: 'Grace Example' },
  publishedAt: at(-9000),
  status: 'unreviewed',
  parts: [
    part(1),
    part(2, {
      watertight: false,
      variant: { group: 'Screw size', name: 'M3' },
      problems: [
        {
          code: 'not-watertight',
          severity: 'warning',
          message: 'The surface has holes: 3 edges of one triangle only.',
          count: 3,
          placeMm: { x: 20, y: 12.5, z: 6 },
        },
      ],
    }),
    part(3, { optional: true, note: 'Only for boards of more than 18 mm.' }),
    part(4, { variant: { group: 'Screw size', name: 'M4' } }),
  ],
  credits: ['Alan Example'],
  boughtIn: [{ name: 'Screw M3 × 12', quantity: 4, link: 'https://example.org/screws', note: 'Any steel will do.' }],
  tools: [{ name: 'Screwdriver', note: 'PH1' }],
  steps: [
    {
      title: 'Put the halves together',
      text: 'The notch shows upwards.',
      pictures: ['docs/step.png'],
      parts: ['bracket-1.stl'],
    },
    { text: 'Tighten the screws.', pictures: [], parts: [] },
  ],
  nested: [
    { hash: sha('d'), quantity: 2, releaseId: 'rel_9', slug: 'design-2', title: 'Hook', version: '2.0.0', parts: 1 },
  ],
  files: [
    { path: 'bracket-1.stl', sha256: sha('1'), bytes: 684, derivedFrom: sha('b') },
    { path: 'docs/readme.md', sha256: sha('2'), bytes: 1234 },
    { path: 'docs/step.png', sha256: sha('5'), bytes: 70 },
  ],
  lineage: [
    {
      releaseId: 'rel_8',
      slug: 'design-3',
      title: 'Shelf bracket',
      version: '0.9.0',
      license: 'CERN-OHL-S-2.0',
      designer: 'Alan Example',
    },
  ],
  changes: 'Stronger at the corner.',
  understood: ['The licence was read from okh.toml.'],
};

export const card = (n: number, title: string) => ({
  id: `dsg_${n}`,
  slug: n === 1 ? 'wall-bracket' : `design-${n}`,
  title,
  summary: 'Holds a shelf board of up to 20 mm. Two screws, no supports.',
  license: 'CERN-OHL-S-2.0',
  designer: 'Grace Example',
  status: n === 1 ? 'validated' : 'unreviewed',
  latest: { releaseId: `rel_${n}`, version: '1.2.0', publishedAt: at(-9000) },
  parts: n,
  processes: ['fdm'],
  materials: ['PLA'],
  largestMm: 40,
  made: 12 * (n - 1),
  coverSha256: sha('1'),
  coverFileName: 'bracket-1.stl',
});

export const order = {
  id: 'ord_1',
  state: 'ready',
  placedAt: at(1),
  releaseId: 'rel_1',
  title: 'Wall bracket',
  version: '1.2.0',
  license: 'CERN-OHL-S-2.0',
  quantity: 2,
  material: 'PLA',
  to: quote.to,
  delivery: 'pickup',
  option: option(1),
  decisionId: 'dec_1',
  totalMinor: 1334,
  moreMinor: 0,
  savedMinor: 0,
  counterOffers: [],
  alternatives: [],
  currency: 'EUR',
  payment: { provider: 'invoice', reference: 'INV-0001', state: 'held' },
  jobs: [
    {
      id: 'job_1',
      labId: 'lab_1',
      labName: 'Fablab 1',
      machine: 'Printer 1',
      state: 'done',
      percent: 100,
      attempts: 1,
      units: [{ partId: 'prt_1', partName: 'Bracket 1', count: 2 }],
      made: [{ partId: 'prt_1', partName: 'Bracket 1', count: 2 }],
    },
    {
      id: 'job_2',
      labId: 'lab_1',
      labName: 'Fablab 1',
      machine: 'Printer 1',
      state: 'printing',
      percent: 42,
      attempts: 2,
      units: [{ partId: 'prt_2', partName: 'Bracket 2', count: 4 }],
      made: [],
    },
  ],
  shipments: [
    {
      id: 'shp_1',
      labId: 'lab_1',
      labName: 'Fablab 1',
      delivery: 'pickup',
      state: 'ready',
      units: [{ partId: 'prt_1', partName: 'Bracket 1', count: 2 }],
      pickupCode: 'KX7P-42QM',
    },
  ],
  timeline: [
    { id: '1', at: at(1), event: 'order.placed', text: 'Ordered; €13.34 is held.', data: {} },
    { id: '2', at: at(2), event: 'offer.accepted', text: 'Fablab 1 accepted.', data: {} },
    { id: '3', at: at(90), event: 'shipment.ready', text: 'Ready to be collected at Fablab 1.', data: {} },
  ],
};

/** An order whose lab would make it for more, later. */
export const counteredOrder = {
  ...order,
  id: 'ord_2',
  state: 'planned',
  totalMinor: 1434,
  moreMinor: 100,
  savedMinor: 30,
  jobs: [],
  shipments: [],
  counterOffers: [
    {
      offerId: 'ofr_1',
      labId: 'lab_2',
      labName: MARKUP_NAME,
      reason: 'The machine is being serviced & <i>dear</i>',
      moreMinor: 250,
      laterSeconds: 7200,
      expiresAt: at(1440),
    },
  ],
};

/** An order that one lab declined: the next is asked, two more could be. */
export const againOrder = {
  ...counteredOrder,
  id: 'ord_3',
  counterOffers: [],
  alternatives: [3, 4].map((n) => ({
    labId: `lab_${n}`,
    labName: n === 4 ? MARKUP_NAME : `Fablab ${n}`,
    distanceKm: 12.4 * n,
    priceMinor: 1234 + n * 100,
    readyAt: at(n * 480),
  })),
};

/** A plate that three orders share, as its lab sees it. */
export const sharedJob = {
  ...order.jobs[1],
  id: 'job_3',
  orderId: 'ord_1',
  releaseId: 'rel_1',
  title: 'Wall bracket, Hook',
  portions: ['A', 'B', 'C'].map((letter, index) => ({
    letter,
    orderId: `ord_${index + 1}`,
    releaseId: 'rel_1',
    title: index === 1 ? 'Hook' : 'Wall bracket',
    license: index === 1 ? 'CC-BY-4.0' : 'CERN-OHL-S-2.0',
    units: [{ partId: 'prt_1', partName: 'Bracket 1', count: index + 1 }],
  })),
};

export const entry = (n: number, accountName: string, amountMinor: number) => ({
  id: `ent_${n}`,
  transactionId: 'txn_1',
  kind: 'hold',
  account: accountName,
  amountMinor,
  currency: 'EUR',
  at: at(1),
});

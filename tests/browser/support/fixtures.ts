// A small network as the interface tells it: designs, labs, a quote, an order, with names that try to be markup.

/** A name that must be shown as it is. */
export const MARKUP_NAME = '<img src=x onerror="window.hacked=1"><b>Bracket</b>';

export const sha = (digit: string): string => digit.repeat(64);
export const NOW = Date.parse('2026-11-20T10:00:00Z');
export const at = (minutes: number): string => new Date(NOW + minutes * 60_000).toISOString();

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

const option = (n: number, more: object = {}) => ({
  id: `opt_${n}`,
  labId: `lab_${n}`,
  labName: `Fablab ${n}`,
  machineId: `mac_${n}`,
  machineName: `Printer ${n}`,
  at: { lat: 45.76 + n * 0.4, lon: 4.84 + n * 0.5 },
  city: 'Lyon',
  distanceKm: 12.4 * n,
  priceMinor: 1234 + n * 100,
  currency: 'EUR',
  breakdown: {
    material: 200,
    machineTime: 500 + n * 100,
    setUp: 150,
    labour: 200,
    energy: 14,
    designer: 100,
    commonsFund: 70,
    transport: 0,
  },
  plates: 1,
  massGrams: 46.2,
  machineSeconds: 9300,
  readyAtMs: NOW + n * 8 * 3_600_000,
  arrivesAtMs: NOW + n * 20 * 3_600_000,
  mode: 'van',
  costMinor: 1290 + n * 140,
  terms: {
    price: { metric: 1234 + n * 100, minor: 1234 + n * 100 },
    time: { metric: n * 8, minor: n * 80 },
    transport: { metric: 16.1 * n, minor: 0 },
    co2e: { metric: 0.512, minor: 15 },
    risk: { metric: 0.013, minor: 14 },
    shared: { metric: n === 2 ? 120 : 0, minor: n === 2 ? -120 : 0 },
    fairness: { metric: 1.4, minor: 16 },
    home: { metric: 1, minor: -100 },
  },
  ...(n === 2 ? { sharing: { orders: 2, savesMinor: 120 }, materialChange: true } : {}),
  ...(n === 3
    ? {
        turned: [
          { partId: 'prt_1', says: '“Bracket 1” is turned to fit: 25 × 13 × 40 mm instead of 40 × 25 × 13 mm.' },
        ],
      }
    : {}),
  co2eGrams: 512 + n,
  co2eBreakdown: { transportGrams: 400, energyGrams: 112 + n },
  ...more,
});

export const answer = {
  decisionId: 'dec_1',
  options: [option(1), option(2), option(3)],
  passedOver: [
    {
      labId: 'lab_8',
      labName: 'Small Lab',
      distanceKm: 3.2,
      code: 'machine/size',
      reason: '“Bracket 1” (40 × 25 × 13 mm) fits none of its machines; the largest holds 30 × 30 × 30 mm.',
    },
    {
      labId: 'lab_9',
      labName: 'Quiet Lab',
      distanceKm: 9,
      code: 'lab/no-agent',
      reason: 'No agent of the lab is connected, so it cannot be asked.',
    },
  ],
  tally: [{ code: 'lab/no-agent', requirement: 'has an agent connected', labsRemoved: 1 }],
  labsConsidered: 5,
  objective: 'closest',
  toAsk: [
    {
      labId: 'lab_7',
      labName: 'Shy Lab',
      distanceKm: 6.1,
      questions: [
        {
          code: 'machine/size',
          requirement: 'has room for every part',
          question: 'How large is what your machine “Old printer” can make?',
        },
      ],
    },
  ],
  nearestMisses: [],
};

export const quote = {
  ...answer,
  id: 'quo_1',
  releaseId: 'rel_1',
  quantity: 2,
  material: 'PLA',
  to: { at: { lat: 45.76, lon: 4.84 }, label: 'Lyon, FR' },
  delivery: 'pickup',
  createdAt: at(0),
  expiresAt: at(1440),
};

export const emptyQuote = {
  ...quote,
  options: [],
  tally: [
    { code: 'lab/no-agent', requirement: 'has an agent connected', labsRemoved: 3 },
    { code: 'machine/material', requirement: 'has PEEK loaded', labsRemoved: 2 },
  ],
  nearestMisses: [
    {
      code: 'machine/material',
      requirement: 'has PEEK loaded',
      removed: 2,
      onlyThis: { labs: 2, fromKm: 80, toKm: 120 },
      sentence: 'No lab has PEEK loaded; 2 labs at 80–120 km would do but for this.',
    },
  ],
};

export const unmetDemand = {
  sinceDay: '2026-08-22',
  demand: [
    {
      processes: ['fdm'],
      material: 'PEEK',
      upToMm: 100,
      region: { at: { lat: 46, lon: 5 }, town: 'Lyon', country: 'FR' },
      code: 'machine/material',
      requirement: 'has PEEK loaded',
      wouldDo: { labs: 2, withinKm: 150 },
      times: 7,
      designs: 3,
      lastDay: '2026-11-19',
    },
    {
      processes: ['fdm', 'laser-cutting'],
      material: 'PLA',
      region: { at: { lat: -48.5, lon: -123.5 } },
      code: 'machine/size',
      requirement: 'has room for every part',
      miss: { what: 'Z', unit: 'mm', wanted: 2400, has: 400 },
      times: 1,
      designs: 1,
      lastDay: '2026-11-02',
    },
  ],
};

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

// A quote as the interface tells it: three options, a lab to be asked, labs passed over; and what nobody can make.

import { NOW, at } from './fixture-time.js';

export const option = (n: number, more: object = {}) => ({
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

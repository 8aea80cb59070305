// Quotes per second with 2,000 labs, beside what this machine's HTTP, broker and the pure decision can do at most.

import { callRoute } from '#contracts/http/call-route';
import { quoteRequestSchema, requestQuote } from '#contracts/http/orders';
import type { LiveLab } from '#core/lab/lab';
import { FIRST_POLICY } from '#core/routing/policy';
import { route } from '#core/routing/route';
import { LABS, type BenchNetwork } from './bench-network.js';
import { closedLoop, percentiles, rowOf, type Benchmark, type Row } from './measure.js';

export const quotesPerSecond: Benchmark = {
  name: 'quotes-per-second',
  title: `Quotes over HTTP with ${LABS} live labs`,
  async run(bench, spanMs) {
    const { member, release, places } = bench;
    const ask = (round: number): Promise<unknown> =>
      callRoute(member, requestQuote, {
        body: quoteRequestSchema.parse({ releaseId: release.id, to: { at: places[round % places.length] } }),
      });
    const rows: Row[] = [];
    for (const clients of [1, 8, 32])
      rows.push(rowOf(`quotes, ${clients} clients`, await closedLoop(ask, { clients, spanMs })));
    rows.push(
      rowOf(
        'limit: HTTP /healthz, 8 clients',
        await closedLoop(() => health(member.baseUrl), { clients: 8, spanMs: spanMs / 2 }),
      ),
    );
    rows.push(rowOf('limit: bare NATS request/reply, 8 clients', await bareRequests(bench, spanMs / 2)));
    rows.push(decideAlone(bench));
    return rows;
  },
};

const health = async (baseUrl: string): Promise<void> => void (await (await fetch(`${baseUrl}/healthz`)).text());

async function bareRequests({ played: { gateway } }: BenchNetwork, spanMs: number): ReturnType<typeof closedLoop> {
  const subscription = gateway.subscribe('fab.ask.bench.v1', {
    callback: (_, message) => void message.respond(message.data),
  });
  const question = 'x'.repeat(2_000);
  const loop = await closedLoop(() => gateway.request('fab.ask.bench.v1', question), { clients: 8, spanMs });
  subscription.unsubscribe();
  return loop;
}

/** The decision as a pure function, in this process. */
function decideAlone({ release, places }: BenchNetwork): Row {
  const labs: LiveLab[] = Array.from({ length: LABS }, (_, i) => aLab(i));
  const parts = release.parts;
  const counts = parts.map((part) => ({ partId: part.id, count: part.quantity }));
  const decide = (round: number): unknown =>
    route({
      requirement: { parts, material: 'PLA', delivery: 'pickup', commercial: 'anyone' },
      counts,
      to: { at: places[round % places.length]! },
      labs,
      policy: FIRST_POLICY,
      nowMs: 0,
    });
  for (let i = 0; i < 50; i++) decide(i);
  const samplesMs = Array.from({ length: 500 }, (_, i) => {
    const start = performance.now();
    decide(i);
    return performance.now() - start;
  });
  const sumMs = samplesMs.reduce((sum, ms) => sum + ms, 0);
  return {
    figure: 'limit: the decision alone, one thread',
    perSecond: (1000 * samplesMs.length) / sumMs,
    ...percentiles(samplesMs),
    note: '500 samples',
  };
}

/** Labs spread over Europe by the golden angle: even, and the same every time. */
function aLab(i: number): LiveLab {
  const id = `lab_bench${i}` as const;
  return {
    sight: 'live',
    machines: [
      {
        id: `mac_bench${i}`,
        name: 'Printer',
        process: 'fdm',
        buildVolumeMm: { x: 250, y: 210, z: 220 },
        bedShape: 'rectangular',
        loaded: [{ material: 'PLA' }],
        state: 'idle',
        freeAtMs: 0,
      },
    ],
    profile: {
      id,
      name: `Lab ${i}`,
      kind: 'fablab',
      at: { lat: 36 + ((i * 0.618034) % 1) * 24, lon: -9 + ((i * 0.754878) % 1) * 32 },
      utcOffsetMinutes: 0,
      hours: [],
      processes: ['fdm'],
      prices: {
        currency: 'EUR',
        machineHourMinor: 150,
        setUpMinor: 200,
        labourHourMinor: 2000,
        energyKwhMinor: 25,
        materialKgMinor: 2500,
      },
      pickup: true,
      ships: true,
      status: 'member',
    },
  };
}

// Quotes per second with 2,000 labs, beside what this machine's HTTP, broker and disk and the pure decision can do.

import { Pool } from 'pg';
import { callRoute } from '#contracts/http/call-route';
import { quoteRequestSchema, requestQuote, type QuoteView } from '#contracts/http/quotes';
import type { LatLon } from '#core/kernel/geo';
import { mustBeOk } from '#core/kernel/result';
import type { LiveLab } from '#core/lab/lab';
import { judgeLicense } from '#core/licensing/judge-license';
import { FIRST_POLICY } from '#core/routing/policy';
import { route } from '#core/routing/route';
import { BARE_SUBJECT } from './bench-user.js';
import { LABS, type BenchNetwork } from './bench-network.js';
import type { Benchmark } from './benchmark.js';
import { alone, beside, closedLoop, type Effort, type Loop, type Row } from './measure.js';

const CLIENTS = [1, 8, 32];
/** Has no divisor in common with the number of labs: every place comes once before one comes again. */
const STRIDE = 777;

export const benchmark: Benchmark = {
  name: 'quotes-per-second',
  title: `Quotes over HTTP with ${LABS} live labs`,
  async run({ network, effort }) {
    const bench = await network();
    const sizes = await sizesOf(bench);
    const rows: Row[] = [];
    for (const clients of CLIENTS) {
      const quotes = await closedLoop((turn) => quote(bench, turn), { clients, effort });
      const requests: Row = {
        figure: `bare NATS request/reply, ${clients} ${clientsWord(clients)}`,
        limit: true,
        ...(await bareRequests(bench, sizes, { clients, effort })),
      };
      const healthz = await closedLoop(() => health(bench.member.baseUrl), { clients, effort });
      rows.push(beside({ figure: `quotes, ${clients} ${clientsWord(clients)}`, ...quotes }, requests), requests, {
        figure: `HTTP /healthz, ${clients} ${clientsWord(clients)}`,
        limit: true,
        ...healthz,
      });
    }
    rows.push({
      figure: 'two durable inserts of a quote’s size, 1 client',
      limit: true,
      ...(await twoInserts(bench, effort)),
    });
    return [...rows, decideAlone(bench)];
  },
};

const clientsWord = (clients: number): string => (clients === 1 ? 'client' : 'clients');

function quote({ member, release, places }: BenchNetwork, turn: number): Promise<QuoteView> {
  const to = { at: places[(turn * STRIDE) % places.length]! };
  return callRoute(member, requestQuote, { body: quoteRequestSchema.parse({ releaseId: release.id, to }) });
}

const health = async (baseUrl: string): Promise<void> => void (await (await fetch(`${baseUrl}/healthz`)).text());

interface Sizes {
  readonly questionBytes: number;
  readonly answerBytes: number;
}

/** What one quote weighs on the wire between gateway and scheduler: the release there, the answer back. */
async function sizesOf(bench: BenchNetwork): Promise<Sizes> {
  const answer = await quote(bench, 0);
  return { questionBytes: JSON.stringify(bench.release).length, answerBytes: JSON.stringify(answer).length };
}

async function bareRequests(
  { broker }: BenchNetwork,
  { questionBytes, answerBytes }: Sizes,
  loop: { clients: number; effort: Effort },
): Promise<Loop> {
  const answer = 'x'.repeat(answerBytes);
  const subscription = broker.subscribe(BARE_SUBJECT, { callback: (_, message) => void message.respond(answer) });
  const question = 'x'.repeat(questionBytes);
  const seen = await closedLoop(() => broker.request(BARE_SUBJECT, question), loop);
  subscription.unsubscribe();
  return seen;
}

/** A quote is kept twice: the decision by the scheduler, the quote as shown by the gateway. */
async function twoInserts(bench: BenchNetwork, effort: Effort): Promise<Loop> {
  const body = JSON.stringify(await quote(bench, 0));
  const pool = new Pool({ connectionString: bench.network.urls.gatewayDatabase, max: 1 });
  await pool.query('create table gateway.bench_quote (id bigint generated always as identity primary key, body jsonb)');
  const insert = (): Promise<unknown> => pool.query('insert into gateway.bench_quote (body) values ($1)', [body]);
  const loop = await closedLoop(() => insert().then(insert), { clients: 1, effort });
  await pool.query('drop table gateway.bench_quote');
  await pool.end();
  return loop;
}

/** The decision as a pure function, in this process. */
function decideAlone({ release: { parts }, places }: BenchNetwork): Row {
  const labs = places.map(aLab);
  const counts = parts.map((part) => ({ partId: part.id, count: part.quantity }));
  const terms = mustBeOk(judgeLicense('MIT'));
  const requirement = { parts, material: 'PLA', delivery: 'pickup', terms } as const;
  const decide = (turn: number): unknown =>
    route({
      requirement,
      counts,
      to: { at: places[(turn * STRIDE) % places.length]! },
      labs,
      policy: FIRST_POLICY,
      nowMs: 0,
    });
  return { figure: 'the decision alone, one thread', limit: true, ...alone(500, decide) };
}

const aLab = (at: LatLon, i: number): LiveLab => ({
  sight: 'live',
  machines: [
    {
      id: `mac_${i}`,
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
    id: `lab_${i}`,
    name: `Lab ${i}`,
    kind: 'fablab',
    at,
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
});

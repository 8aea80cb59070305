// A real network of processes with 2,000 live labs: Postgres durable, NATS with JetStream, gateway and scheduler as they ship.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { NatsConnection } from '@nats-io/transport-node';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { importLabs, labDraftSchema, listLabs } from '#contracts/http/labs';
import type { ReleaseView } from '#contracts/http/releases';
import type { LatLon } from '#core/kernel/geo';
import type { LabId } from '#core/kernel/ids';
import { PULSE_EVERY_MS } from '#core/lab/lab';
import { publishFolder } from '../apps/cli/src/publish-folder.js';
import { demoMember, joinNetwork, stewardOf } from '../infra/demo/members.js';
import { SAMPLE_DESIGNS } from '../infra/demo/seed-network.js';
import { ManagedProcess } from '../infra/network/managed-process.js';
import type { Network } from '../infra/network/network.js';
import { schedulerPlan } from '../infra/network/plans.js';
import { startNetwork } from '../infra/network/start-network.js';
import { REPOSITORY } from '../infra/repository.js';
import { nextFreePort } from '../infra/system/ports.js';
import { waitUntil } from '../infra/system/wait-until.js';
import { connectBenchUser } from './bench-user.js';
import { describeMachines, enrol, forAll, keepPulses, listenForOffers } from './played-labs.js';
import type { Ears, Enrolled } from './played-labs.js';

export const LABS = 2_000;
/** Every fiftieth lab is enrolled and listens: forty connections of their own. */
const LISTENS_EVERY = 50;
const PORTION = 200;
/** Purchases of one customer wait for each other, so as many customers as there are clients at most. */
const CUSTOMERS = 16;

export interface BenchNetwork {
  readonly network: Network;
  readonly member: Connection;
  /** Others who buy. */
  readonly customers: readonly Connection[];
  readonly release: ReleaseView;
  /** Where the labs are. */
  readonly places: readonly LatLon[];
  /** Where the labs that listen are: asked from there, one of them is the closest. */
  readonly listeningPlaces: readonly LatLon[];
  readonly ears: Ears;
  /** A connection for measuring the broker alone. */
  readonly broker: NatsConnection;
  /** Starts another scheduler beside the first, and answers how to end it. */
  secondScheduler(): Promise<() => Promise<void>>;
  stop(): Promise<void>;
}

/** Starts it; limits on requests and credit are lifted, nothing else differs from a network of `npm start`. */
export async function startBenchNetwork(dataDir: string, say: (line: string) => void): Promise<BenchNetwork> {
  const begin = performance.now();
  const extraEnv = { RATE_LIMIT: 'off', CREDIT_LIMIT_MINOR: '1000000000000', LOG_LEVEL: 'warn' };
  const network = await startNetwork({ dataDir, extraEnv });
  const opened: (() => unknown)[] = [() => network.stop()];
  const stop = async (): Promise<void> => {
    for (const close of opened.toReversed()) await close();
  };
  try {
    const bench = await furnish(network, opened);
    say(`${LABS} labs are live (${((performance.now() - begin) / 1000).toFixed(0)} s)`);
    return { ...bench, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function furnish(network: Network, opened: (() => unknown)[]): Promise<Omit<BenchNetwork, 'stop'>> {
  const { web } = network.urls;
  const secrets = network.folder.programSecrets;
  const steward = stewardOf(web, secrets);
  const member = await demoMember(web, { root: network.folder.root, secrets });
  const towns = largestTowns(LABS);
  const labIds = await bringLabs(steward, towns);
  const listening: Enrolled[] = [];
  for (const labId of labIds.filter((_, i) => i % LISTENS_EVERY === 0)) listening.push(await enrol(steward, labId));
  const broker = await connectBenchUser(network);
  opened.push(() => broker.close());
  await forAll(labIds, (labId) => describeMachines(broker, labId));
  opened.push(keepPulses(broker, labIds));
  const ears = await listenForOffers(network.urls.nats, listening);
  opened.push(() => ears.close());
  await untilAllLive(steward);
  const places = towns.map(({ at }) => at);
  const customers: Connection[] = [];
  for (let i = 0; i < CUSTOMERS; i++) {
    const who = { name: `Customer ${i}`, email: `customer${i}@fabcommons.localhost`, roles: ['customer' as const] };
    customers.push(await joinNetwork(web, who));
  }
  return {
    network,
    member,
    customers,
    secondScheduler: () => secondScheduler(network),
    release: await publishFolder(member, SAMPLE_DESIGNS[1]!, {}),
    places,
    listeningPlaces: places.filter((_, i) => i % LISTENS_EVERY === 0),
    ears,
    broker,
  };
}

/** The same program with the same environment, but for where it tells its health. It hears all pulses by itself. */
async function secondScheduler({ folder, env }: Network): Promise<() => Promise<void>> {
  const name = 'scheduler-2';
  const port = await nextFreePort(Number(env.scheduler['HEALTH_PORT']) + 1);
  const plan = schedulerPlan(folder, { ...env.scheduler, HEALTH_PORT: String(port) }, { keepAlive: false });
  const [logFile, pidFile] = [join(folder.logs, `${name}.log`), join(folder.run, `${name}.pid`)];
  const second = new ManagedProcess({ ...plan, name, logFile, pidFile });
  await second.start();
  await new Promise((resolve) => setTimeout(resolve, PULSE_EVERY_MS));
  return () => second.stop();
}

/** The largest towns of Europe's countries in the gazetteer, one lab each; the same every time. */
function largestTowns(count: number): { name: string; at: LatLon }[] {
  const text = gunzipSync(readFileSync(join(REPOSITORY, 'data/places/cities5000.csv.gz'))).toString();
  const countries = new Set(['FR', 'DE', 'ES', 'IT', 'NL', 'BE', 'CH', 'AT', 'PL', 'CZ', 'PT', 'DK', 'SE', 'GB', 'IE']);
  const rows = text
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  return rows
    .filter((row) => row.length === 8 && countries.has(row[2]!))
    .map((row) => ({ name: row[1]!, people: Number(row[5]), at: { lat: Number(row[6]), lon: Number(row[7]) } }))
    .toSorted((a, b) => b.people - a.people || (a.name < b.name ? -1 : 1))
    .slice(0, count);
}

async function bringLabs(steward: Connection, towns: readonly { name: string; at: LatLon }[]): Promise<LabId[]> {
  const labIds: LabId[] = [];
  for (let from = 0; from < towns.length; from += PORTION) {
    const labs = towns.slice(from, from + PORTION).map(({ name, at }, i) => ({
      sourceId: String(from + i),
      source: 'benchmark',
      draft: labDraftSchema.parse({ name: `Lab of ${name}`, at, processes: ['fdm'] }),
    }));
    labIds.push(...(await callRoute(steward, importLabs, { body: { labs } })).labIds);
  }
  return labIds;
}

/** Until the network itself shows every lab live with its machine. */
async function untilAllLive(connection: Connection): Promise<void> {
  const allLive = async (): Promise<boolean> => {
    const { labs } = await callRoute(connection, listLabs, { query: { limit: LABS } });
    const live = labs.filter(({ sight, machines }) => sight === 'live' && machines.some(({ state }) => state));
    if (live.length < LABS) throw new Error(`${live.length} are`);
    return true;
  };
  await waitUntil(allLive, { what: `${LABS} live labs`, withinMs: 90_000, everyMs: 1_000 });
}

// A real network with 2,000 labs that are live in the scheduler's picture. Forty of them are played by this program with
// credentials of their own and answer offers; the others stand in the scheduler's tables as heard of a moment ago, because
// two thousand agents would measure this machine's memory.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { callRoute, type Connection } from '#contracts/http/call-route';
import { importLabs, labDraftSchema } from '#contracts/http/labs';
import type { ReleaseView } from '#contracts/http/catalogue';
import type { LatLon } from '#core/kernel/geo';
import { publishFolder } from '../apps/cli/src/publish-folder.js';
import { demoMember, stewardOf } from '../infra/demo/members.js';
import { SAMPLE_DESIGNS } from '../infra/demo/seed-network.js';
import type { Network } from '../infra/network/network.js';
import { startNetwork } from '../infra/network/start-network.js';
import { REPOSITORY } from '../infra/repository.js';
import { waitUntil } from '../infra/system/wait-until.js';
import { playLabs, type PlayedLabs } from './played-labs.js';

export const LABS = 2_000;
const PLAYED = 40;

export interface BenchNetwork {
  readonly network: Network;
  readonly member: Connection;
  readonly release: ReleaseView;
  /** Where labs are; asking from there, a played lab is the closest. */
  readonly places: readonly LatLon[];
  readonly played: PlayedLabs;
  stop(): Promise<void>;
}

/** Starts it; Postgres is durable (fsync on), limits on requests and credit are lifted. */
export async function startBenchNetwork(dataDir: string): Promise<BenchNetwork> {
  const extraEnv = { RATE_LIMIT: 'off', CREDIT_LIMIT_MINOR: '1000000000000', LOG_LEVEL: 'warn' };
  const network = await startNetwork({ dataDir, extraEnv });
  const { web } = network.urls;
  const secrets = network.folder.programSecrets;
  const steward = stewardOf(web, secrets);
  const member = await demoMember(web, { root: network.folder.root, secrets });
  const towns = largestTowns(LABS);
  const labIds: string[] = [];
  for (let from = 0; from < LABS; from += 500) {
    const labs = towns.slice(from, from + 500).map(({ name, at }, i) => ({
      sourceId: String(from + i),
      source: 'benchmark',
      draft: labDraftSchema.parse({ name: `Lab of ${name}`, at, processes: ['fdm'] }),
    }));
    labIds.push(...(await callRoute(steward, importLabs, { body: { labs } })).labIds);
  }
  const keeper = await keepLive(network, labIds);
  const played = await playLabs(network, labIds.slice(0, PLAYED), steward);
  const release = await publishFolder(member, SAMPLE_DESIGNS[1]!, {});
  return {
    network,
    member,
    release,
    places: towns.slice(0, PLAYED).map(({ at }) => at),
    played,
    stop: async () => {
      await played.stop();
      await keeper();
      await network.stop();
    },
  };
}

/** The largest towns of Europe's countries in the gazetteer, one lab each. */
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

/** Gives every lab a machine and a sign of life, renewed well within the 40 s after which a lab counts as silent. */
async function keepLive(network: Network, labIds: readonly string[]): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: network.urls.schedulerDatabase });
  await client.connect();
  await client.query('set search_path = scheduler');
  await waitUntil(
    async () => Number((await client.query('select count(*) from lab')).rows[0]?.count) >= labIds.length,
    { what: `${labIds.length} labs in the scheduler`, withinMs: 60_000 },
  );
  await client.query(
    `insert into machine (id, lab_id, machine)
     select 'mac_' || id, id, jsonb_build_object('id', 'mac_' || id, 'name', 'Printer', 'process', 'fdm', 'bedShape', 'rectangular',
       'buildVolumeMm', '{"x":250,"y":210,"z":220}'::jsonb, 'loaded', '[{"material":"PLA"}]'::jsonb)
     from unnest($1::text[]) as id`,
    [labIds],
  );
  const renew = (): Promise<unknown> =>
    client.query('update lab set last_heard_at = now(), changed_at = clock_timestamp()');
  await renew();
  const timer = setInterval(() => void renew(), 20_000);
  return async () => {
    clearInterval(timer);
    await client.end();
  };
}

// A whole network on this machine as one value: start it, kill and restart its parts, stop it. Used by start, demo and tests.

import { join } from 'node:path';
import { lockFolder } from '../system/folder-lock.js';
import { nextFreePort } from '../system/ports.js';
import { endLeftovers } from '../system/processes.js';
import { startDatabase, startNats, type StartedDatabase } from './backing-servers.js';
import { emptyDataFolder, openDataFolder, type DataFolder } from './data-folder.js';
import {
  agentEnvironment,
  gatewayEnvironment,
  schedulerEnvironment,
  type EnvironmentInputs,
  type NatsAccess,
} from './environment.js';
import { ManagedProcess } from './managed-process.js';
import type { Network, NetworkOptions } from './network.js';
import { agentPlan, gatewayPlan, schedulerPlan, type Care } from './plans.js';
import { FIRST_PORTS } from './programs.js';
import { stopInOrder } from './stop-in-order.js';

/** Starts a network and waits until gateway and scheduler are ready. Throws FolderInUse when one runs on the folder. */
export async function startNetwork(options: NetworkOptions): Promise<Network> {
  const release = lockFolder(options.dataDir);
  const started: ManagedProcess[] = [];
  const stop = async (): Promise<void> => {
    await stopInOrder(started);
    release();
  };
  const onAbort = (): void => void stopInOrder(started);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await bringUp(options, { started, stop });
  } catch (error) {
    await stop();
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
  }
}

interface BringUp {
  readonly started: ManagedProcess[];
  readonly stop: () => Promise<void>;
}

async function bringUp(options: NetworkOptions, { started, stop }: BringUp): Promise<Network> {
  const folder = await readyFolder(options);
  const start = async (process: ManagedProcess): Promise<ManagedProcess> => {
    options.signal?.throwIfAborted();
    started.push(process);
    await process.start();
    return process;
  };
  const [database, nats] = await bothOrNeither(
    startDatabase(options, folder, start),
    startNats(options, folder, start),
  );
  const inputs = await environmentInputs(options, { folder, database, nats: nats.access });
  const env = { gateway: gatewayEnvironment(inputs), scheduler: schedulerEnvironment(inputs) };
  const care: Care = { keepAlive: options.keepAlive ?? true, commands: options.commands, onFall: options.say };
  const [gateway, scheduler] = await bothOrNeither(
    start(new ManagedProcess(gatewayPlan(folder, env.gateway, care))),
    start(new ManagedProcess(schedulerPlan(folder, env.scheduler, care))),
  );
  const agents = new Map<string, ManagedProcess>();
  return {
    folder,
    urls: {
      web: inputs.publicUrl,
      nats: inputs.nats.url,
      gatewayDatabase: database.gatewayUrl,
      schedulerDatabase: database.schedulerUrl,
    },
    env: { ...env, agent: (homes) => agentEnvironment(inputs, homes) },
    processes: { ...database.process, ...nats.process, gateway, scheduler, agents },
    async startAgent(name, homes, extraEnv = {}) {
      const agent = new ManagedProcess(
        agentPlan(folder, { name, env: { ...agentEnvironment(inputs, homes), ...extraEnv }, care }),
      );
      agents.set(name, await start(agent));
      return agent;
    },
    stop,
    killAll: async () => void (await Promise.all(started.map((process) => process.kill()))),
  };
}

/** The data folder, with nothing of an earlier run alive in it. */
async function readyFolder({ dataDir, fresh, say }: NetworkOptions): Promise<DataFolder> {
  const ended = await endLeftovers(join(dataDir, 'run'));
  if (ended > 0) say?.(`Ended ${ended} processes that an earlier run had left behind`);
  if (fresh === true) emptyDataFolder(dataDir);
  return openDataFolder(dataDir);
}

/** Waits for both even when one fails, so that nothing is started after the clean-up. */
async function bothOrNeither<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return [await a, await b];
}

interface Started {
  readonly folder: DataFolder;
  readonly database: StartedDatabase;
  readonly nats: NatsAccess;
}

async function environmentInputs(
  options: NetworkOptions,
  { folder, database, nats }: Started,
): Promise<EnvironmentInputs> {
  const host = options.host ?? '127.0.0.1';
  const port = await nextFreePort(options.ports?.web ?? FIRST_PORTS.web, { host });
  const healthPort = await nextFreePort(options.ports?.schedulerHealth ?? FIRST_PORTS.schedulerHealth, {
    taken: [port],
  });
  return {
    folder,
    gatewayDatabaseUrl: database.gatewayUrl,
    schedulerDatabaseUrl: database.schedulerUrl,
    nats,
    host,
    port,
    healthPort,
    publicUrl: options.given?.['PUBLIC_URL'] ?? `http://localhost:${port}`,
    extra: options.extraEnv ?? {},
  };
}

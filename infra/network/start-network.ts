// A whole network on this machine as one value: start it, kill and restart its parts, stop it. Used by start, demo and tests.

import { join } from 'node:path';
import { ensureNatsServer } from '../nats/binary.js';
import { prepareNats } from '../nats/server.js';
import { ensureDatabase, ensureRoles, urlOf, type ProgramRole } from '../postgres/databases.js';
import { preparePostgres } from '../postgres/server.js';
import { lockFolder } from '../system/folder-lock.js';
import { nextFreePort } from '../system/ports.js';
import { endLeftovers } from '../system/processes.js';
import { ensurePassword } from '../system/secret-files.js';
import { emptyDataFolder, openDataFolder, type DataFolder } from './data-folder.js';
import {
  agentEnvironment,
  gatewayEnvironment,
  givenNatsAccess,
  ownNatsAccess,
  schedulerEnvironment,
  type Environment,
  type EnvironmentInputs,
  type NatsAccess,
} from './environment.js';
import { ManagedProcess } from './managed-process.js';
import { agentPlan, gatewayPlan, schedulerPlan, type Care } from './plans.js';
import { FIRST_PORTS } from './programs.js';
import { stopInOrder } from './stop-in-order.js';

export interface NetworkOptions {
  readonly dataDir: string;
  /** The first ports to try. */
  readonly ports?: Partial<Record<keyof typeof FIRST_PORTS, number>>;
  readonly host?: string;
  /** Start fallen programs again by themselves (default true); fault tests may want to do it themselves. */
  readonly keepAlive?: boolean;
  /** PostgreSQL without fsync, for tests. */
  readonly throwAway?: boolean;
  /** Begin anew: delete what is in the data folder. */
  readonly fresh?: boolean;
  /** More variables for every program. */
  readonly extraEnv?: Environment;
  /** Where DATABASE_URL, NATS_URL and their credentials are looked for (default: nowhere, everything is our own). */
  readonly given?: NodeJS.ProcessEnv;
  readonly say?: (line: string) => void;
  /** Other commands than the built programs, for tests of the supervision itself. */
  readonly commands?: Care['commands'];
  /** Aborting stops a start that is under way, and everything that it has started. */
  readonly signal?: AbortSignal;
}

/** The parts of a running network; Postgres and NATS are missing when they are the user's own. */
export interface NetworkProcesses {
  readonly postgres?: ManagedProcess;
  readonly nats?: ManagedProcess;
  readonly gateway: ManagedProcess;
  readonly scheduler: ManagedProcess;
  readonly agents: ReadonlyMap<string, ManagedProcess>;
}

export interface Network {
  readonly folder: DataFolder;
  readonly urls: {
    readonly web: string;
    readonly nats: string;
    readonly gatewayDatabase: string;
    readonly schedulerDatabase: string;
  };
  readonly env: {
    readonly gateway: Environment;
    readonly scheduler: Environment;
    agent(homes: readonly string[]): Environment;
  };
  readonly processes: NetworkProcesses;
  /** Starts one agent process under a name of its own for the given homes (enrolled before). */
  startAgent(name: string, homes: readonly string[], extraEnv?: Environment): Promise<ManagedProcess>;
  /** Ends agents, gateway, scheduler, NATS and Postgres, in this order. */
  stop(): Promise<void>;
  /** SIGKILL to everything, at once. */
  killAll(): Promise<void>;
}

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

type Start = (process: ManagedProcess) => Promise<ManagedProcess>;

interface StartedDatabase {
  readonly gatewayUrl: string;
  readonly schedulerUrl: string;
  readonly process: { readonly postgres?: ManagedProcess };
}

async function startDatabase(options: NetworkOptions, folder: DataFolder, start: Start): Promise<StartedDatabase> {
  const given = options.given?.['DATABASE_URL'];
  if (given !== undefined && given !== '') return { gatewayUrl: given, schedulerUrl: given, process: {} };
  const roles: ProgramRole[] = (['gateway', 'scheduler'] as const).map((name) => ({
    name,
    password: ensurePassword(join(folder.secrets, `postgres-${name}.password`)),
  }));
  const prepared = await preparePostgres({
    dataDir: folder.root,
    passwordFile: join(folder.secrets, 'postgres-superuser.password'),
    port: await nextFreePort(options.ports?.postgres ?? FIRST_PORTS.postgres),
    throwAway: options.throwAway ?? false,
    keepAlive: options.keepAlive ?? true,
  });
  const postgres = await start(new ManagedProcess(prepared.plan));
  await ensureRoles(prepared.adminUrl, roles);
  await ensureDatabase(prepared.adminUrl, 'fabcommons', roles);
  const [gatewayUrl = '', schedulerUrl = ''] = roles.map(({ name, password }) =>
    urlOf(prepared.adminUrl, { database: 'fabcommons', user: name, password }),
  );
  return { gatewayUrl, schedulerUrl, process: { postgres } };
}

interface StartedNats {
  readonly access: NatsAccess;
  readonly process: { readonly nats?: ManagedProcess };
}

async function startNats(options: NetworkOptions, folder: DataFolder, start: Start): Promise<StartedNats> {
  const given = givenNatsAccess(options.given ?? {});
  if (given !== undefined) return { access: given, process: {} };
  const prepared = await prepareNats({
    dataDir: folder.root,
    secretsDir: folder.natsSecrets,
    binary: await ensureNatsServer(folder.tools, options.say),
    port: await nextFreePort(options.ports?.nats ?? FIRST_PORTS.nats),
    keepAlive: options.keepAlive ?? true,
  });
  const nats = await start(new ManagedProcess(prepared.plan));
  return { access: ownNatsAccess(prepared.url, folder.natsSecrets, prepared.identity.account), process: { nats } };
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

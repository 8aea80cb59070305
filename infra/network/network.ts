// What a running network is to those who start one: its parts by name, its addresses, its environment.

import type { DataFolder } from './data-folder.js';
import type { Environment } from './environment.js';
import type { ManagedProcess } from './managed-process.js';
import type { Care } from './plans.js';
import type { FIRST_PORTS } from './programs.js';

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

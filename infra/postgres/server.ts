// Our own PostgreSQL in one folder: made at first, then started on the loopback address under one generated password.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import type { ProcessPlan } from '../network/managed-process.js';
import { ensurePassword } from '../system/secret-files.js';
import { commandLineOf } from '../system/processes.js';
import { locateBinaries, OPEN_FOLDER, type PostgresBinaries } from './binaries.js';
import { canBeReachedBy, unprivilegedUser, type SystemUser } from './system-user.js';

export interface PostgresSettings {
  /** The network's data folder; the cluster lies in its folder `postgres`. */
  readonly dataDir: string;
  /** Where the superuser's password is kept (made at first). */
  readonly passwordFile: string;
  readonly port: number;
  /** For tests: no fsync, nothing survives a power cut. */
  readonly throwAway?: boolean;
  readonly keepAlive?: boolean;
}

export interface PreparedPostgres {
  readonly plan: ProcessPlan;
  /** The superuser's connection, for making roles and databases only. */
  readonly adminUrl: string;
  readonly folder: string;
}

const SAFE = ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'];
const THROW_AWAY = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off'];

/** Makes the cluster when there is none and says how to run it. */
export async function preparePostgres(settings: PostgresSettings): Promise<PreparedPostgres> {
  const user = unprivilegedUser();
  const binaries = locateBinaries(user);
  const password = ensurePassword(settings.passwordFile);
  const folder = clusterFolder(settings.dataDir, user);
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    await makeCluster({ folder, binaries, user, password, throwAway: settings.throwAway === true });
  }
  removeStaleLock(folder);
  const adminUrl = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${settings.port}/postgres`;
  const options = [...SAFE, ...(settings.throwAway === true ? THROW_AWAY : [])];
  return {
    adminUrl,
    folder,
    plan: {
      name: 'postgres',
      command: [binaries.postgres, '-D', folder, '-p', String(settings.port), ...options],
      env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] ?? '' },
      cwd: folder,
      user,
      mark: folder,
      logFile: join(settings.dataDir, 'logs', 'postgres.log'),
      pidFile: join(settings.dataDir, 'run', 'postgres.pid'),
      // SIGINT is PostgreSQL's fast shutdown: sessions end, nothing is lost.
      stopSignal: 'SIGINT',
      isReady: () => answers(adminUrl),
      readyWithinMs: 60_000,
      keepAlive: settings.keepAlive ?? true,
    },
  };
}

/** The folder of the cluster: below the data folder, or in an open place when root's data folder is closed to others. */
export function clusterFolder(dataDir: string, user: SystemUser | undefined = unprivilegedUser()): string {
  const folder = join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  if (user === undefined || canBeReachedBy(user, folder)) return folder;
  return join(OPEN_FOLDER, `data-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
}

interface NewCluster {
  readonly folder: string;
  readonly binaries: PostgresBinaries;
  readonly user: SystemUser | undefined;
  readonly password: string;
  readonly throwAway: boolean;
}

async function makeCluster({ folder, binaries, user, password, throwAway }: NewCluster): Promise<void> {
  // What a broken first start has left is not a cluster: without PG_VERSION nothing in it can be read.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o700);
  const passwordFile = `${folder}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const args = [
    '-D',
    folder,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
  ];
  if (throwAway) args.push('--no-sync');
  try {
    await promisify(execFile)(binaries.initdb, args, { ...user, cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC' } });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL could not make its data folder ${folder}: ${(error as { stderr?: string }).stderr ?? String(error)}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/**
 * PostgreSQL deals with the postmaster.pid of a dead one itself, and checks by it that no child of it lives on. It can
 * not tell only when the number was given to another program since; then, and only then, the file is removed.
 */
function removeStaleLock(folder: string): void {
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  const commandLine = Number.isInteger(pid) ? commandLineOf(pid) : '';
  if (commandLine !== '' && !commandLine.includes('postgres')) rmSync(file);
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

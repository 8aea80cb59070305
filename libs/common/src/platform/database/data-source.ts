// One Postgres, one schema per program, migrations behind a lock so that several processes may start at once.

import { Client } from 'pg';
import { DataSource, type EntityTarget, type MigrationInterface, type ObjectLiteral } from 'typeorm';
import { outlivePostgres } from './outlive-postgres.js';
import { PLATFORM_ENTITIES } from './tables.entity.js';
import { PlatformTables1763700000000 } from './platform-tables.migration.js';

export const DATA_SOURCE = Symbol('DATA_SOURCE');

export interface DatabaseSettings {
  readonly url: string;
  /** The program's own schema; it sees no other. */
  readonly schema: 'gateway' | 'scheduler';
  readonly entities: readonly EntityTarget<ObjectLiteral>[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Connections held at most; 10 by default. */
  readonly poolSize?: number;
}

/** Makes the schema if it is missing, migrates under an advisory lock, and answers the connected data source. */
export async function openDatabase(settings: DatabaseSettings): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url: settings.url,
    schema: settings.schema,
    entities: [...PLATFORM_ENTITIES, ...settings.entities] as never,
    migrations: [PlatformTables1763700000000, ...settings.migrations],
    synchronize: false,
    installExtensions: false,
    poolSize: settings.poolSize ?? 10,
    extra: { options: `-c search_path=${settings.schema},public`, application_name: `fabcommons-${settings.schema}` },
  });
  await underLock(settings, async () => {
    await source.initialize();
    outlivePostgres(source);
    await source.runMigrations({ transaction: 'each' });
  });
  return source;
}

async function underLock({ url, schema }: DatabaseSettings, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [`fabcommons-migrate-${schema}`]);
    const { rowCount } = await client.query('select 1 from information_schema.schemata where schema_name = $1', [
      schema,
    ]);
    if (rowCount === 0) await client.query(`create schema if not exists ${schema}`);
    await work();
  } finally {
    await client.end(); // Ends the session, and the lock with it.
  }
}

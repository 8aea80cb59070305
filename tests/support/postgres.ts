// A database of a test file's own on the run's PostgreSQL: cloned from a template in some 20 ms.

import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { ensureDatabase, ensureRoles, urlOf, withClient } from '../../infra/postgres/databases.js';

export interface TestDatabase {
  /** Connections of the two programs' roles, each with rights on its own schema only. */
  readonly gatewayUrl: string;
  readonly schedulerUrl: string;
  /** The superuser's connection to this database, for looking at what was written. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

interface TemplateRecipe {
  /** One template per name and run; the first test file that asks for it builds it. */
  readonly name: string;
  /** Migrates the template, for instance; must close its connections. */
  readonly build: (urls: Pick<TestDatabase, 'gatewayUrl' | 'schedulerUrl'>) => Promise<void>;
}

const ROLES = [
  { name: 'gateway', password: 'gateway-in-a-test' },
  { name: 'scheduler', password: 'scheduler-in-a-test' },
] as const;

/** A new database with both schemas, empty or as the recipe left its template. */
export async function createDatabase(
  recipe: TemplateRecipe = { name: 'empty', build: async () => {} },
): Promise<TestDatabase> {
  const server = inject('postgresAdminUrl');
  const template = `template_${recipe.name}`;
  const database = `test_${randomBytes(6).toString('hex')}`;
  await withClient(server, async (client) => {
    // Test files run side by side: one builds, the others wait for it. The lock ends with the session.
    await client.query("select pg_advisory_lock(hashtext('fabcommons templates'))");
    const { rows } = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (rows.length === 0) await buildTemplate(server, template, recipe);
    await client.query(`create database ${database} template ${template} strategy file_copy`);
  });
  // Rights on the database itself are not cloned with it.
  await ensureDatabase(server, database, ROLES);
  return {
    ...urlsOf(server, database),
    adminUrl: urlOf(server, { database }),
    drop: () =>
      withClient(
        server,
        async (client) => void (await client.query(`drop database if exists ${database} with (force)`)),
      ),
  };
}

async function buildTemplate(server: string, template: string, recipe: TemplateRecipe): Promise<void> {
  const unfinished = `${template}_unfinished`;
  await withClient(server, (client) => client.query(`drop database if exists ${unfinished} with (force)`));
  await ensureRoles(server, ROLES);
  await ensureDatabase(server, unfinished, ROLES);
  await recipe.build(urlsOf(server, unfinished));
  await withClient(server, (client) => client.query(`alter database ${unfinished} rename to ${template}`));
}

function urlsOf(server: string, database: string): Pick<TestDatabase, 'gatewayUrl' | 'schedulerUrl'> {
  const [gateway, scheduler] = ROLES;
  return {
    gatewayUrl: urlOf(server, { database, user: gateway.name, password: gateway.password }),
    schedulerUrl: urlOf(server, { database, user: scheduler.name, password: scheduler.password }),
  };
}

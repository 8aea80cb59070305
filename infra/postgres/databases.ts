// The database and its two roles. Each program owns its own schema and sees nothing of the other's.

import pg from 'pg';

/** A role and the schema of the same name that it owns. */
export interface ProgramRole {
  readonly name: 'gateway' | 'scheduler';
  readonly password: string;
}

/** Runs statements over one connection of its own. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Makes or updates the login roles; a changed password takes effect at once. */
export async function ensureRoles(adminUrl: string, roles: readonly ProgramRole[]): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (const { name, password } of roles) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
      const verb = rowCount === 0 ? 'create' : 'alter';
      await client.query(
        `${verb} role ${pg.escapeIdentifier(name)} with login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
      );
    }
  });
}

/** Makes a database where it is missing, with one schema per role, and closes it to everybody else. */
export async function ensureDatabase(adminUrl: string, database: string, roles: readonly ProgramRole[]): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  });
  await withClient(urlOf(adminUrl, { database }), async (client) => {
    const name = pg.escapeIdentifier(database);
    await client.query(`revoke all on database ${name} from public`);
    await client.query('revoke create on schema public from public');
    for (const role of roles) {
      const owner = pg.escapeIdentifier(role.name);
      // CREATE lets "create schema if not exists" pass (PostgreSQL asks for it first) and trusted extensions be added.
      await client.query(`grant connect, create, temporary on database ${name} to ${owner}`);
      await client.query(`create schema if not exists ${owner} authorization ${owner}`);
      await client.query(`revoke all on schema ${owner} from public`);
    }
  });
}

/** A connection URL with another database or other credentials. */
export function urlOf(url: string, change: { database?: string; user?: string; password?: string }): string {
  const changed = new URL(url);
  if (change.database !== undefined) changed.pathname = `/${encodeURIComponent(change.database)}`;
  if (change.user !== undefined) changed.username = encodeURIComponent(change.user);
  if (change.password !== undefined) changed.password = encodeURIComponent(change.password);
  return changed.href;
}

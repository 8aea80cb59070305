// Is the process alive, can it work, and what has it done: for whoever watches over it.

import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import type { NatsConnection } from '#platform/messaging/connection';

export interface HealthParts {
  readonly source: DataSource;
  readonly connection: NatsConnection;
  readonly metrics: Registry;
  /** False once the program is asked to end. */
  readonly isOpen: () => boolean;
}

/** Serves /healthz (alive), /readyz (Postgres, migrations and NATS) and /metrics. */
export function serveHealth(server: FastifyInstance, { source, connection, metrics, isOpen }: HealthParts): void {
  server.get('/healthz', () => ({ ok: true }));
  server.get('/readyz', async (_request, reply) => {
    const checks = {
      open: isOpen(),
      postgres: await answers(() => source.query('select 1')),
      migrations: await answers(async () => {
        if (await source.showMigrations()) throw new Error('migrations are due');
      }),
      nats: !connection.isClosed() && (await answers(() => connection.flush())),
    };
    const ok = Object.values(checks).every(Boolean);
    return reply.status(ok ? 200 : 503).send({ ok, checks });
  });
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}

const PATIENCE_MS = 2_000;

async function answers(ask: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), PATIENCE_MS)));
  const asked = ask().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}

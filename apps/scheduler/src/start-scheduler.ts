// Opens the scheduler's parts, runs what handlers.ts lists, and ends it in good order.

import { NestFactory } from '@nestjs/core';
import { SCHEDULER_EVENTS, SCHEDULER_LAB_UP } from '#contracts/streams';
import { systemClock, type Clock } from '#platform/clock/clock';
import { openDatabase } from '#platform/database/data-source';
import { UNIT_OF_WORK } from '#platform/database/unit-of-work';
import { nestLogger, type Logger } from '#platform/logging/logger';
import { connectNats } from '#platform/messaging/connection';
import { makeMetrics } from '#platform/metrics/metrics';
import { Program } from '#platform/program/program';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { HANDLERS } from './handlers.js';
import { serveHealth } from './health.js';
import { AskReportsAgain } from './network/ask-reports-again.js';
import { NetworkPicture } from './network/network-picture.js';
import { MESH_POOL } from './planning/plate-maker.js';
import { SchedulerModule } from './scheduler.module.js';
import { ENTITIES, MIGRATIONS } from './schema.js';
import type { Settings } from './settings.js';

export interface RunningScheduler {
  stop(): Promise<void>;
}

/** Starts one scheduler; several may run side by side against the same Postgres and NATS. */
export async function startScheduler(
  settings: Settings,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<RunningScheduler> {
  const source = await openDatabase({
    url: settings.DATABASE_URL,
    schema: 'scheduler',
    entities: ENTITIES,
    migrations: MIGRATIONS,
  });
  const connection = await connectNats({ url: settings.NATS_URL, name: 'scheduler', credsFile: settings.NATS_CREDS });
  const parts = SchedulerModule.with({ settings, source, connection, logger, clock });
  const app = await NestFactory.createApplicationContext(parts, { logger: nestLogger(logger) });
  await app.get(NetworkPicture).refresh();
  const program = new Program({
    name: 'scheduler',
    handlers: HANDLERS,
    resolve: (token) => app.get(token),
    consumers: [SCHEDULER_EVENTS, SCHEDULER_LAB_UP],
    connection,
    source,
    unitOfWork: app.get(UNIT_OF_WORK),
    logger,
    onLabReportsLost: () => app.get(AskReportsAgain).run(),
  });
  await program.start();
  let stopping = false;
  const health = await serveHealth({
    port: settings.HEALTH_PORT,
    metrics: makeMetrics('scheduler'),
    missing: async () => {
      const postgres = await source.query('select 1').then(
        () => [],
        () => ['postgres'],
      );
      const nats = connection.isClosed() || connection.isDraining() ? ['nats'] : [];
      return [...(stopping ? ['running'] : []), ...nats, ...postgres];
    },
  });
  return {
    stop: async () => {
      if (stopping) return;
      stopping = true;
      health.close();
      await program.stop();
      await app.get<MeshPool>(MESH_POOL).close();
      await app.close();
      await source.destroy();
    },
  };
}

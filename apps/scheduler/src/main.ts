// The scheduler: keeps the promises about machines. Opens its parts, runs what handlers.ts lists, ends in good order.

import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { SCHEDULER_EVENTS, SCHEDULER_LAB_UP } from '#contracts/streams';
import { readEnv } from '#platform/config/env';
import { openDatabase } from '#platform/database/data-source';
import { UNIT_OF_WORK } from '#platform/database/unit-of-work';
import { makeLogger, nestLogger } from '#platform/logging/logger';
import { connectNats } from '#platform/messaging/connection';
import { makeMetrics } from '#platform/metrics/metrics';
import { Program } from '#platform/program/program';
import type { MeshPool } from '#platform/workers/mesh-pool';
import { HANDLERS } from './handlers.js';
import { serveHealth } from './health.js';
import { ENTITIES, MIGRATIONS } from './schema.js';
import { AskReportsAgain } from './network/ask-reports-again.js';
import { NetworkPicture } from './network/network-picture.js';
import { MESH_POOL } from './planning/plate-maker.js';
import { SchedulerModule } from './scheduler.module.js';
import { settingsSchema } from './settings.js';

const settings = readEnv(settingsSchema);
const logger = makeLogger('scheduler');
const source = await openDatabase({
  url: settings.DATABASE_URL,
  schema: 'scheduler',
  entities: ENTITIES,
  migrations: MIGRATIONS,
});
const connection = await connectNats({ url: settings.NATS_URL, name: 'scheduler', credsFile: settings.NATS_CREDS });
const app = await NestFactory.createApplicationContext(SchedulerModule.with({ settings, source, connection, logger }), {
  logger: nestLogger(logger),
});

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
  missing: async () => [
    ...(stopping ? ['running'] : []),
    ...(connection.isClosed() || connection.isDraining() ? ['nats'] : []),
    ...(await source.query('select 1').then(
      () => [],
      () => ['postgres'],
    )),
  ],
});
logger.info({ healthPort: settings.HEALTH_PORT }, 'scheduler ready');

async function stop(signal: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  logger.info({ signal }, 'scheduler stops');
  health.close();
  await program.stop();
  await app.get<MeshPool>(MESH_POOL).close();
  await app.close();
  await source.destroy();
}
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => void stop(signal).then(() => process.exit(0)));

// Puts the gateway together: database, broker, container, messages, HTTP; and takes it down in the opposite order.

import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { GATEWAY_EVENTS } from '#contracts/streams';
import { BlobStore } from '#platform/blobs/blob-store';
import { newId, systemClock, type Clock } from '#platform/clock/clock';
import { openDatabase } from '#platform/database/data-source';
import { UnitOfWork } from '#platform/database/unit-of-work';
import { sharedKey, Tickets } from '#platform/http/ticket';
import { nestLogger, type Logger } from '#platform/logging/logger';
import { connectNats } from '#platform/messaging/connection';
import { makeMetrics } from '#platform/metrics/metrics';
import { Asker } from '#platform/messaging/questions';
import { Program } from '#platform/program/program';
import { MeshPool } from '#platform/workers/mesh-pool';
import { AppointSteward } from './accounts/appoint-steward.js';
import { GATEWAY_ENTITIES } from './entities.js';
import { GatewayModule, type GatewayParts } from './gateway.module.js';
import { HANDLERS } from './handlers.js';
import { GATEWAY_MIGRATIONS } from './migrations/gateway-migrations.js';
import { OrderNews } from './orders/order-news.js';
import { furnish, makeAdapter } from './server/http-server.js';
import { OpenConnections } from './server/open-connections.js';
import type { Settings } from './settings.js';

export interface RunningGateway {
  readonly app: NestFastifyApplication;
  /** Where it listens, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a gateway; resolves when it answers requests. */
export async function startGateway(
  settings: Settings,
  logger: Logger,
  clock: Clock = systemClock,
): Promise<RunningGateway> {
  const parts = await openParts(settings, logger, clock);
  const { source, connection, metrics } = parts;
  let open = true;
  const adapter = makeAdapter(settings);
  await furnish(adapter.getInstance() as unknown as FastifyInstance, settings, {
    source,
    connection,
    metrics,
    logger,
    isOpen: () => open,
  });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.of(parts), adapter, {
    logger: nestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  await app.get(AppointSteward).first();
  const program = new Program({
    name: 'gateway',
    handlers: HANDLERS,
    resolve: (token) => app.get(token),
    consumers: [GATEWAY_EVENTS],
    connection,
    source,
    unitOfWork: parts.unitOfWork,
    logger,
  });
  const news = app.get(OrderNews);
  await news.start();
  await program.start();
  const connections = new OpenConnections(app.getHttpServer());
  await app.listen(settings.PORT, settings.HOST);
  const address = await app.getUrl();
  logger.info({ url: address }, 'the gateway answers');
  return {
    app,
    url: address,
    async stop() {
      open = false;
      await news.stop();
      await closeServer(app, connections);
      await program.stop();
      await parts.pool.close();
      await source.destroy();
    },
  };
}

const LAST_ANSWERS_WITHIN_MS = 5_000;

/** Lets requests under way end. A connection kept alive for more would keep the server open long after its last answer. */
async function closeServer(app: NestFastifyApplication, connections: OpenConnections): Promise<void> {
  const server = app.getHttpServer();
  const unused = setInterval(() => connections.closeUnused(), 50);
  const late = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_WITHIN_MS);
  await app.close().finally(() => {
    clearInterval(unused);
    clearTimeout(late);
  });
}

async function openParts(settings: Settings, logger: Logger, clock: Clock): Promise<GatewayParts> {
  const source = await openDatabase({
    url: settings.DATABASE_URL,
    schema: 'gateway',
    entities: GATEWAY_ENTITIES,
    migrations: GATEWAY_MIGRATIONS,
    poolSize: settings.DATABASE_POOL,
  });
  const connection = await connectNats({
    url: settings.NATS_URL,
    name: 'gateway',
    credsFile: settings.NATS_CREDS,
    inboxPrefix: '_INBOX.gateway',
  });
  return {
    settings,
    logger,
    clock,
    newId,
    source,
    connection,
    unitOfWork: new UnitOfWork(source, clock, newId),
    metrics: makeMetrics('gateway'),
    blobs: new BlobStore(settings.BLOB_DIR),
    tickets: new Tickets(sharedKey(settings.SECRETS_DIR, 'file-ticket.key')),
    pool: new MeshPool({ workers: 2 }),
    asker: new Asker(connection),
  };
}

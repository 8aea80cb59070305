// A stage for the scheduler alone: real Postgres and NATS; the test plays the gateway and the labs.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import 'reflect-metadata';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { startScheduler, type RunningScheduler } from '../../apps/scheduler/src/start-scheduler.js';
import type { MessageDefinition } from '#contracts/define-message';
import type { Envelope } from '#contracts/envelope';
import { LabChanged } from '#contracts/messages/order-messages';
import { boxMesh } from '#core/geometry/solids';
import { writeStl } from '#core/geometry/write-stl';
import type { ReleaseSnapshot } from '#core/design/part';
import type { LabId, MachineId } from '#core/kernel/ids';
import type { LabProfile, Machine } from '#core/lab/lab';
import { BlobStore } from '#platform/blobs/blob-store';
import { newId } from '#platform/clock/clock';
import { makeLogger } from '#platform/logging/logger';
import { mintLabCredentials } from '#platform/messaging/lab-credentials';
import { publishEnvelope } from '#platform/messaging/publish';
import { Asker } from '#platform/messaging/questions';
import { createDatabase, type TestDatabase } from './postgres.js';
import { startNats, type TestNats } from './nats.js';
import { anyFreePort } from './ports.js';
import { eventually } from './eventually.js';
import { ask } from './invariants.js';
import { playLab, type PlayedLab } from './played-lab.js';
import { readFileSync } from 'node:fs';

interface Parts {
  readonly clock: { aheadMs: number };
  readonly database: TestDatabase;
  readonly nats: TestNats;
  readonly gateway: NatsConnection;
  readonly folder: string;
  readonly scheduler: RunningScheduler;
  readonly settings: Parameters<typeof startScheduler>[0];
}

export class SchedulerStage {
  readonly asker: Asker;
  readonly heard: Envelope<{ orderId?: string }>[] = [];

  /** How far the scheduler's clock runs ahead of ours. */
  readonly clock: { aheadMs: number };
  readonly database: TestDatabase;
  readonly nats: TestNats;
  readonly scheduler: RunningScheduler;
  private readonly gateway: NatsConnection;
  private readonly folder: string;
  private readonly settings: Parameters<typeof startScheduler>[0];

  private constructor(parts: Parts) {
    this.clock = parts.clock;
    this.database = parts.database;
    this.nats = parts.nats;
    this.gateway = parts.gateway;
    this.folder = parts.folder;
    this.scheduler = parts.scheduler;
    this.settings = parts.settings;
    this.asker = new Asker(parts.gateway);
  }

  static async open(): Promise<SchedulerStage> {
    const [database, nats] = await Promise.all([createDatabase(), startNats()]);
    const folder = mkdtempSync(join(tmpdir(), 'fabcommons-stage-'));
    const settings = {
      DATABASE_URL: database.schedulerUrl,
      NATS_URL: nats.url,
      NATS_CREDS: nats.files.schedulerCreds,
      BLOB_DIR: join(folder, 'blobs'),
      SECRETS_DIR: join(folder, 'secrets'),
      PUBLIC_URL: 'http://127.0.0.1:1',
      HEALTH_PORT: await anyFreePort(),
    };
    const clock = { aheadMs: 0, now: () => Date.now() + clock.aheadMs };
    const scheduler = await startScheduler(
      settings,
      makeLogger('scheduler', process.env['STAGE_LOG'] ?? 'silent'),
      clock,
    );
    const gateway = await nats.connect({ file: nats.files.gatewayCreds });
    const stage = new SchedulerStage({ clock, database, nats, gateway, folder, scheduler, settings });
    await stage.listen();
    return stage;
  }

  /** Another scheduler beside the first. */
  async startAnother(): Promise<RunningScheduler> {
    return startScheduler({ ...this.settings, HEALTH_PORT: await anyFreePort() }, makeLogger('scheduler', 'silent'));
  }

  /** Looks into the scheduler's schema, or turns a clock in it back. */
  ask<Row>(sql: string): Promise<Row[]> {
    return ask<Row>(this.database.schedulerUrl, `set search_path = scheduler; ${sql}`);
  }

  async close(): Promise<void> {
    await this.scheduler.stop();
    await this.gateway.close();
    await this.nats.stop();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async listen(): Promise<void> {
    const manager = await jetstreamManager(this.gateway);
    const { name } = await manager.consumers.add('FAB_EVENTS', {
      durable_name: 'gateway',
      filter_subject: 'fab.event.>',
      ack_policy: 'explicit' as never,
    });
    const consumer = await jetstream(this.gateway).consumers.get('FAB_EVENTS', name);
    const messages = await consumer.consume();
    void (async () => {
      for await (const message of messages) {
        this.heard.push(message.json());
        message.ack();
      }
    })().catch(() => {});
  }

  /** The gateway tells a fact. */
  async tell<T>(message: MessageDefinition<T>, thing: { kind: string; id: string }, data: NoInfer<T>): Promise<void> {
    await publishEnvelope(this.gateway, message.subject(), {
      id: newId('event'),
      type: message.name,
      version: message.version,
      atMs: Date.now(),
      thing,
      correlationId: 'cor_test',
      data,
    });
  }

  /** The facts that the scheduler told of an order so far, by name. */
  factsOf(orderId: string): string[] {
    return this.heard.filter(({ data }) => data.orderId === orderId).map(({ type }) => type);
  }

  /** Waits until a fact of an order was told; answers its data. */
  async fact<T>(message: MessageDefinition<T>, orderId: string, nth = 1): Promise<T> {
    const found = await eventually({
      sample: () => this.heard.filter(({ type, data }) => type === message.name && data.orderId === orderId)[nth - 1],
      describeFailure: () => `${message.name} was not told ${nth} times; told was: ${this.factsOf(orderId).join(', ')}`,
    });
    return found!.data as T;
  }

  /** Puts a file into the store, and answers its hash. */
  async keep(bytes: Uint8Array): Promise<string> {
    const stored = await new BlobStore(this.settings.BLOB_DIR).put(Readable.from([Buffer.from(bytes)]), 1e9);
    if (!stored.ok) throw new Error(stored.refusal.message);
    return stored.value.sha256;
  }

  /** A file of the store. */
  stored(sha256: string): Buffer {
    return readFileSync(new BlobStore(this.settings.BLOB_DIR).pathOf(sha256));
  }

  /** A release of one cube, its file in the store. */
  async release(more: { sizeMm?: number; quantity?: number } = {}): Promise<ReleaseSnapshot> {
    const size = more.sizeMm ?? 20;
    const stl = writeStl(boxMesh({ x: size, y: size, z: size }));
    const part = {
      id: newId('part'),
      name: 'Cube',
      fileName: 'cube.stl',
      fileSha256: await this.keep(stl),
      quantity: more.quantity ?? 1,
      process: 'fdm' as const,
      boxMm: { x: size, y: size, z: size },
      volumeMm3: size ** 3,
      areaMm2: 6 * size ** 2,
      triangles: 12,
      watertight: true,
      materials: [],
    };
    return {
      releaseId: newId('release'),
      hash: 'a'.repeat(64),
      title: 'Cube',
      version: '1.0.0',
      license: 'CC0-1.0',
      parts: [part],
    };
  }

  /** A member lab that is there, at a point, with one machine. */
  async lab(
    name: string,
    at: { lat: number; lon: number },
    { machine: its, ...more }: Partial<LabProfile> & { machine?: Partial<Machine> } = {},
  ): Promise<PlayedLab> {
    const id: LabId = newId('lab');
    const profile: LabProfile = {
      id,
      name,
      kind: 'fablab',
      at,
      utcOffsetMinutes: 0,
      hours: [],
      processes: ['fdm'],
      prices: {
        currency: 'EUR',
        machineHourMinor: 150,
        setUpMinor: 200,
        labourHourMinor: 2000,
        energyKwhMinor: 25,
        materialKgMinor: 2500,
      },
      pickup: true,
      ships: true,
      status: 'member',
      ...more,
    };
    const machineId: MachineId = newId('machine');
    const machine: Machine = {
      id: machineId,
      name: `${name}'s printer`,
      process: 'fdm',
      buildVolumeMm: { x: 250, y: 210, z: 220 },
      bedShape: 'rectangular',
      loaded: [{ material: 'PLA' }],
      ...its,
    };
    await this.tell(LabChanged, { kind: 'lab', id }, { lab: profile });
    const { files, identity } = this.nats;
    const creds = await mintLabCredentials({
      labId: id,
      signingSeed: readFileSync(files.labSigningSeed, 'utf8').trim(),
      accountPublicKey: identity.account,
    });
    const connection = await this.nats.connect({ text: creds.credsText }, { inboxPrefix: `_INBOX.${id}` });
    return playLab(profile, machine, connection);
  }
}

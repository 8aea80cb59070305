// The network as an agent meets it, played by a test on a real NATS server: streams, questions, plates over HTTP.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { DataOf, MessageDefinition } from '../../libs/common/src/contracts/define-message.js';
import type { Envelope } from '../../libs/common/src/contracts/envelope.js';
import {
  AskPermission,
  AskPlate,
  JobAssign,
  OfferMake,
} from '../../libs/common/src/contracts/messages/lab-messages.js';
import { labConsumer, STREAMS } from '../../libs/common/src/contracts/streams.js';
import { newId } from '../../libs/common/src/platform/clock/clock.js';
import { mintLabCredentials } from '../../libs/common/src/platform/messaging/lab-credentials.js';
import { QuestionServer } from '../../libs/common/src/platform/messaging/questions.js';
import { writeHome, type LabFile } from '../../apps/fab-agent/src/home/home-folder.js';
import { eventually } from '../support/eventually.js';
import type { TestNats } from '../support/nats.js';

/** The built agent, from the repository's folder. */
export const AGENT_PROGRAM = 'dist/apps/fab-agent/src/main.js';
export const PLATE = Buffer.from('a plate, as good as any '.repeat(10_000));
const shaOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

type Permission = DataOf<typeof AskPermission>;
type Job = DataOf<typeof JobAssign>;

type Simulated = Extract<LabFile['machines'][number]['driver'], { kind: 'simulated' }>;

/** What the test's network does; change it while a test runs. */
export interface Manners {
  permits: (asked: Permission) => boolean;
  /** The code of a refusal. */
  refusal: string;
  /** The bytes served as the plate. */
  served: Buffer;
}

export class AgentStage {
  /** What is to be made; served as it is unless the manners say otherwise. */
  plate: Buffer = PLATE;
  readonly manners: Manners = { permits: () => true, refusal: 'job/stale-fence', served: PLATE };
  readonly asked: Permission[] = [];
  readonly downloads: (string | undefined)[] = [];
  readonly homes: string[] = [];
  private http!: Server;
  scheduler!: NatsConnection;

  constructor(readonly nats: TestNats) {}

  async start(): Promise<void> {
    this.scheduler = await this.nats.connect(
      { file: this.nats.files.schedulerCreds },
      { reconnect: true, maxReconnectAttempts: -1, reconnectTimeWait: 100 },
    );
    await this.makeStreams();
    this.http = createServer((request, response) => {
      this.downloads.push(request.headers.range);
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const body = this.manners.served.subarray(from);
      const range = `bytes ${from}-${this.manners.served.length - 1}/${this.manners.served.length}`;
      response.writeHead(from > 0 ? 206 : 200, from > 0 ? { 'content-range': range } : {}).end(body);
    });
    await new Promise<void>((resolve) => this.http.listen(0, '127.0.0.1', resolve));
    const questions = new QuestionServer(this.scheduler, 'scheduler');
    questions.register(AskPermission, {
      answer: async (asked) => {
        this.asked.push(asked);
        const { jobId, fence } = asked;
        return this.manners.permits(asked)
          ? { granted: true as const, jobId, fence }
          : { granted: false as const, code: this.manners.refusal, message: 'The job went to another lab.' };
      },
    });
    questions.register(AskPlate, {
      answer: async () => ({
        found: true as const,
        url: this.plateUrl,
        sha256: shaOf(this.plate),
        bytes: this.plate.length,
      }),
    });
    await new Promise<void>((resolve) => void questions.listen(() => resolve()));
  }

  async stop(): Promise<void> {
    await this.scheduler?.close();
    this.http?.close();
    for (const home of this.homes) rmSync(home, { recursive: true, force: true });
  }

  async makeStreams(): Promise<void> {
    const manager = await jetstreamManager(this.scheduler);
    for (const { name, subjects } of STREAMS) await manager.streams.add({ name, subjects: [...subjects] });
  }

  async makeConsumer(labId: string): Promise<void> {
    const { stream, durable, filter } = labConsumer(labId);
    const manager = await jetstreamManager(this.scheduler);
    await manager.consumers.add(stream, {
      durable_name: durable,
      filter_subject: filter,
      ack_policy: AckPolicy.Explicit,
    });
  }

  get plateUrl(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/plate?ticket=of-the-test`;
  }

  /** A lab with one simulated machine and credentials of its own, as after an enrolment. */
  async enrolLab(
    driver: Partial<Simulated> = {},
    rules: Partial<LabFile['rules']> = {},
    { entry = {}, ...lab }: Partial<LabFile> & { entry?: Partial<LabFile['machines'][number]> } = {},
  ) {
    const labId = newId('lab');
    const machineId = newId('machine');
    const home = mkdtempSync(join(tmpdir(), 'fabcommons-agent-'));
    this.homes.push(home);
    const { credsText } = await mintLabCredentials({
      labId,
      signingSeed: readFileSync(this.nats.files.labSigningSeed, 'utf8'),
      accountPublicKey: this.nats.identity.account,
    });
    await this.makeConsumer(labId);
    const machine = {
      id: machineId,
      name: 'Test machine',
      process: 'fdm' as const,
      buildVolumeMm: { x: 200, y: 200, z: 200 },
      bedShape: 'rectangular' as const,
      loaded: [{ material: 'PLA' }],
    };
    const simulated = { kind: 'simulated' as const, speed: 3_600, heatSeconds: 60, clearBedSeconds: 60, ...driver };
    const file: LabFile = {
      labId,
      labName: 'Test lab',
      networkUrl: 'http://127.0.0.1:9',
      natsUrl: this.nats.url,
      machines: [{ machine, driver: simulated, ...entry }],
      rules: { accept: 'auto', processes: [], maxQueue: 50, ...rules },
      ...lab,
    };
    await writeHome(home, file, credsText);
    return { home, labId, machineId };
  }

  /** Sends a message down to a lab; returns its envelope. */
  async tell<T>(labId: string, message: MessageDefinition<T>, thing: { kind: string; id: string }, data: T) {
    const envelope: Envelope<T> = {
      id: newId('event'),
      type: message.name,
      version: message.version,
      atMs: Date.now(),
      thing,
      correlationId: 'cor_of_the_test',
      data,
    };
    await jetstream(this.scheduler).publish(message.subject(labId), JSON.stringify(envelope), { msgID: envelope.id });
    return envelope;
  }

  async offer(lab: { labId: string; machineId: string }, change: Partial<DataOf<typeof OfferMake>> = {}) {
    const data = OfferMake.schema.parse({
      ...this.work(lab.machineId, 600),
      license: 'CC-BY-4.0',
      boxMm: { x: 100, y: 100, z: 20 },
      labPriceMinor: 1200,
      currency: 'EUR',
      distanceKm: 3,
      answerWithinMs: 60_000,
      ...change,
    });
    await this.tell(lab.labId, OfferMake, { kind: 'offer', id: data.offerId }, data);
    return data;
  }

  /** Offers a job of so many machine seconds, and assigns it when the lab has accepted. */
  async assign(lab: { labId: string; machineId: string }, seconds = 600): Promise<Job> {
    const { offerId } = await this.offer(lab, { estimate: { seconds, massGrams: 12 } });
    await eventually({
      sample: async () => (await this.reports(lab.labId)).some(({ thing }) => thing.id === offerId),
      describeFailure: () => `the offer ${offerId} was not answered`,
    });
    return this.assignUnasked(lab, { offerId, seconds });
  }

  /** Assigns a job for an offer that is given, or that was never made. */
  async assignUnasked(
    lab: { labId: string; machineId: string },
    { offerId = newId('offer'), seconds = 600 }: { offerId?: string; seconds?: number } = {},
  ): Promise<Job> {
    const data = JobAssign.schema.parse({
      ...this.work(lab.machineId, seconds),
      offerId,
      jobId: newId('job'),
      fence: 1,
    });
    await this.tell(lab.labId, JobAssign, { kind: 'job', id: data.jobId }, data);
    return data;
  }

  private work(machineId: string, seconds: number) {
    return {
      offerId: newId('offer'),
      batchId: newId('batch'),
      machineId,
      process: 'fdm',
      material: 'PLA',
      title: 'Thing of the test',
      units: [{ partId: newId('part'), partName: 'Part', count: 1 }],
      plate: { sha256: shaOf(this.plate), bytes: this.plate.length },
      estimate: { seconds, massGrams: 12 },
    };
  }

  /** All reports of a lab that the broker has, oldest first. */
  async reports(labId: string): Promise<Envelope<Record<string, unknown>>[]> {
    const manager = await jetstreamManager(this.scheduler);
    const { state } = await manager.streams.info('FAB_LAB_UP');
    const all: Envelope<Record<string, unknown>>[] = [];
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      const message = await manager.streams.getMessage('FAB_LAB_UP', { seq });
      if (message?.subject.startsWith(`fab.lab.${labId}.up.`)) all.push(message.json());
    }
    return all;
  }
}

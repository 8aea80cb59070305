// Stands where the scheduler stands: answers questions over real NATS and tells facts through real JetStream.

import type { NatsConnection } from '@nats-io/transport-node';
import type { AnswerOf, MessageDefinition } from '#contracts/define-message';
import { AskDecision, AskDecisionInput, AskDecisionInputs, AskNetwork, AskQuote } from '#contracts/messages/questions';
import { newId } from '#platform/clock/clock';
import { publishEnvelope } from '#platform/messaging/publish';
import { QuestionServer } from '#platform/messaging/questions';
import type { ReleaseSnapshot } from '#core/design/part';
import type { NearestMiss, QuoteOption } from '#core/quote/quote';
import type { TestGateway } from './gateway-harness.js';

export const BREAKDOWN = {
  material: 120,
  machineTime: 300,
  setUp: 200,
  labour: 150,
  energy: 30,
  designer: 80,
  commonsFund: 40,
  transport: 0,
};

export class StandInScheduler {
  private server: QuestionServer | undefined;
  /** What the next quotes offer. */
  options: QuoteOption[] = [];
  /** What is missing least in the next quotes. */
  nearestMisses: NearestMiss[] = [];
  /** The decisions that it knows. */
  readonly decisions: AnswerOf<typeof AskDecisionInputs>['decision'][] = [];
  /** What the last quote asked. */
  asked: { readonly release: ReleaseSnapshot } | undefined;

  private constructor(private readonly connection: NatsConnection) {}

  static async start(net: TestGateway): Promise<StandInScheduler> {
    const scheduler = new StandInScheduler(
      await net.nats.connect({ file: net.nats.files.schedulerCreds }, { inboxPrefix: '_INBOX.scheduler' }),
    );
    await scheduler.listen();
    return scheduler;
  }

  private async listen(): Promise<void> {
    const server = new QuestionServer(this.connection, 'scheduler');
    server.register(AskQuote, {
      answer: async (question) => {
        this.asked = question;
        return {
          decisionId: newId('decision'),
          options: this.options as never,
          passedOver: [],
          tally: [{ code: 'material', requirement: 'PLA is loaded', labsRemoved: 3 }],
          labsConsidered: 4,
          nearestMisses: this.nearestMisses,
        };
      },
    });
    server.register(AskNetwork, { answer: async () => ({ labs: [] }) });
    const known = async ({ decisionId }: { decisionId: string }) => {
      const decision = this.decisions.find((each) => each?.decisionId === decisionId);
      return decision ? { decision } : {};
    };
    server.register(AskDecision, { answer: known });
    server.register(AskDecisionInputs, { answer: known });
    server.register(AskDecisionInput, { answer: async ({ sha256 }) => ({ input: { sha256 } }) });
    await new Promise<void>((resolve) => void server.listen(() => resolve()));
    this.server = server;
  }

  /** Tells a fact; the same `eventId` again is the same fact. */
  async tell<T>(
    message: MessageDefinition<T>,
    data: T,
    { eventId = newId('event'), atMs = Date.now() } = {},
  ): Promise<void> {
    await publishEnvelope(this.connection, message.subject(), {
      id: eventId,
      type: message.name,
      version: message.version,
      atMs,
      correlationId: 'cor_test',
      data,
      thing: {
        kind: 'order',
        id: (
          data as {
            orderId: string;
          }
        ).orderId,
      },
    });
  }

  async stop(): Promise<void> {
    await this.server?.close();
    await this.connection.close();
  }
}

/** One option at a lab, for what the breakdown sums to. */
export function anOption(labId: string, labName: string): QuoteOption {
  return {
    id: newId('option'),
    labId: labId as QuoteOption['labId'],
    labName,
    machineId: newId('machine'),
    machineName: 'Mini',
    at: {
      lat: 45.75,
      lon: 4.85,
    },
    distanceKm: 1.2,
    currency: 'EUR',
    breakdown: BREAKDOWN,
    plates: 1,
    priceMinor: Object.values(BREAKDOWN).reduce((sum, minor) => sum + minor, 0),
    massGrams: 12,
    machineSeconds: 3600,
    readyAtMs: Date.now() + 36e5,
    co2eGrams: 100,
    co2eBreakdown: {
      transportGrams: 40,
      energyGrams: 60,
    },
  };
}

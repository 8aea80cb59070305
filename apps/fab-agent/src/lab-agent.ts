// One lab's agent from start to end: journal, machines, then the network; and back in the other order.

import { appendFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { labConsumer } from '#contracts/streams';
import { MachinesDescribed } from '#contracts/messages/lab-messages';
import { systemClock } from '#platform/clock/clock';
import { newCorrelationId } from '#platform/logging/correlation';
import { nestLogger, type Logger } from '#platform/logging/logger';
import { ConsumerHost, type Subscription } from '#platform/messaging/consumer-host';
import type { NatsConnection } from '#platform/messaging/connection';
import type { HandlesMessage, RunsRegularly } from '#platform/messaging/handlers';
import { Schedule } from '#platform/messaging/schedule';
import { AgentModule } from './agent.module.js';
import { HANDLERS } from './handlers.js';
import { openDoor } from './home/door.js';
import { placesIn, readLabFile, type LabFile, type Places } from './home/home-folder.js';
import { WriteStatus } from './home/write-status.js';
import { Workshop } from './jobs/workshop.js';
import { Journal } from './journal/journal.js';
import { journalInbox, type JournalUnit } from './journal/journal-inbox.js';
import { AnswerOffer } from './offers/answer-offer.js';
import { Link } from './uplink/link.js';
import { ReportMaker } from './uplink/make-report.js';
import { ReportSender } from './uplink/report-sender.js';
import { SendPulses } from './uplink/send-pulses.js';

export interface AgentSettings {
  readonly home: string;
  /** Stands above what the home says. */
  readonly natsUrl?: string | undefined;
  readonly networkUrl?: string | undefined;
  readonly logger: Logger;
}

interface Running {
  readonly lab: LabFile;
  readonly places: Places;
  readonly journal: Journal;
  readonly context: INestApplicationContext;
  readonly logger: Logger;
}

export class LabAgent {
  private readonly schedule: Schedule;
  private host: ConsumerHost<JournalUnit> | undefined;
  private door: Server | undefined;

  private constructor(private readonly running: Running) {
    this.schedule = new Schedule(running.logger);
  }

  /** Starts the agent of a home. The network may be away; a home that is in use or not enrolled throws. */
  static async start({ home, natsUrl, networkUrl, logger: parent }: AgentSettings): Promise<LabAgent> {
    const lab = await readLabFile(home);
    if (lab === undefined) throw new Error(`${home} is not enrolled. Run "fabcommons-agent enrol CODE" first.`);
    const places = placesIn(home);
    const logger = parent.child({ labId: lab.labId });
    let answering: AnswerOffer | undefined;
    const door = await openDoor(places.door, async ({ answer, declinedBecause }) => {
      const done = await answering?.answer(answer, declinedBecause);
      if (done === undefined) return { ok: false, message: 'The agent is only just starting.' };
      return done.ok ? { ok: true, message: `${answer} is answered.` } : { ok: false, message: done.refusal.message };
    });
    try {
      const journal = await Journal.open({ path: places.journal, logger });
      const parts = { lab, places, journal, logger };
      const urls = { natsUrl: natsUrl ?? lab.natsUrl, networkUrl: networkUrl ?? lab.networkUrl };
      const context = await NestFactory.createApplicationContext(AgentModule.of({ ...parts, ...urls }), {
        logger: nestLogger(logger),
        abortOnError: false,
      });
      answering = context.get(AnswerOffer);
      const agent = new LabAgent({ ...parts, context });
      agent.door = door;
      await agent.begin();
      return agent;
    } catch (error) {
      door.close();
      throw error;
    }
  }

  get networkReached(): boolean {
    return this.running.context.get(Link).isUp;
  }

  /** Resolves when the lab's disk has failed, and the agent can only be started again. */
  get failure(): Promise<Error> {
    return this.running.journal.failure;
  }

  /** Ends what is under way and leaves; the machines go on. */
  async stop(): Promise<void> {
    const { context, journal } = this.running;
    await Promise.all([this.schedule.stop(), this.host?.stop(), context.get(Workshop).stop()]);
    await context.get(ReportSender).stop();
    await context.get(Link).stop();
    await context
      .get(WriteStatus)
      .run()
      .catch(() => undefined);
    await journal.close();
    await context.close();
    this.door?.close();
  }

  private async begin(): Promise<void> {
    const { context, lab, logger } = this.running;
    await this.describe();
    const pulses = context.get(SendPulses);
    const sender = context.get(ReportSender);
    context.get(Workshop).start();
    for (const handler of HANDLERS) {
      if (handler.kind === 'every')
        this.schedule.every(handler.ms, context.get<RunsRegularly>(handler.useCase as never));
    }
    await context.get(WriteStatus).run();
    context.get(Link).start((connection) => {
      this.listen(connection);
      sender.wake();
      void pulses.run();
    });
    logger.info({ lab: lab.labName, machines: lab.machines.length }, 'agent runs');
  }

  /** The network hears of the machines at each start; settings change only between two. */
  private async describe(): Promise<void> {
    const { context, lab, journal } = this.running;
    const machines = context.get(Workshop).works.map(({ machine }) => machine.describe());
    const data = { machines };
    const thing = { kind: 'lab', id: lab.labId } as const;
    const correlationId = newCorrelationId();
    await journal.append(context.get(ReportMaker).make(MachinesDescribed, thing, { data, correlationId }));
  }

  private listen(connection: NatsConnection): void {
    const { context, lab, journal, logger, places } = this.running;
    const subscriptions = HANDLERS.flatMap((handler): Subscription<JournalUnit>[] =>
      handler.kind === 'on'
        ? [
            {
              message: handler.message,
              useCase: context.get<HandlesMessage<unknown, JournalUnit>>(handler.useCase as never),
            },
          ]
        : [],
    );
    this.host = new ConsumerHost<JournalUnit>({
      connection,
      consumer: labConsumer(lab.labId),
      subscriptions,
      inbox: journalInbox(journal, systemClock),
      logger,
      mayCreate: false,
      setAside: (subject, body, reason) =>
        appendFile(places.setAside, `${JSON.stringify({ atMs: Date.now(), subject, reason, body })}\n`, {
          mode: 0o600,
        }),
    });
    this.host.start();
  }
}

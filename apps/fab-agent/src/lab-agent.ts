// One lab's agent from start to end: journal, machines, then the network; and back in the other order.

import { appendFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { hasEnded } from '#core/job/lab-journal';
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
import { KeptWord } from './availability/kept-word.js';
import { LastErrors } from './doctor/last-errors.js';
import { PlateStore } from './files/plate-store.js';
import { HANDLERS } from './handlers.js';
import { openDoor } from './home/door.js';
import { HearOperator } from './home/hear-operator.js';
import { placesIn, readLabFile, type LabFile, type Places } from './home/home-folder.js';
import { ReadStatus } from './home/read-status.js';
import { WriteStatus } from './home/write-status.js';
import { Workshop } from './jobs/workshop.js';
import { Journal } from './journal/journal.js';
import { journalInbox, type JournalUnit } from './journal/journal-inbox.js';
import { PageServer } from './local-page/page-server.js';
import { NotifyPerson } from './notify/notify-person.js';
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
  private page: PageServer | undefined;

  private constructor(private readonly running: Running) {
    this.schedule = new Schedule(running.logger);
  }

  /** Starts the agent of a home. The network may be away; a home that is in use or not enrolled throws. */
  static async start(settings: AgentSettings): Promise<LabAgent> {
    const { home } = settings;
    const lab = await readLabFile(home);
    if (lab === undefined) throw new Error(`${home} is not enrolled. Run "fabcommons-agent enrol CODE" first.`);
    const places = placesIn(home);
    const errors = new LastErrors(systemClock);
    const logger = errors.listenTo(settings.logger.child({ labId: lab.labId }));
    let operator: HearOperator | undefined;
    const door = await openDoor(
      places.door,
      async (command) => operator?.hear(command) ?? { ok: false, message: 'The agent is only just starting.' },
    );
    let journal: Journal | undefined;
    try {
      journal = await Journal.open({ path: places.journal, logger });
      const kept = await KeptWord.open(places.keptWord);
      const natsUrl = settings.natsUrl ?? lab.natsUrl;
      const networkUrl = settings.networkUrl ?? lab.networkUrl;
      const module = AgentModule.of({ lab, places, journal, kept, errors, logger, natsUrl, networkUrl });
      const options = { logger: nestLogger(logger), abortOnError: false };
      const context = await NestFactory.createApplicationContext(module, options);
      const agent = new LabAgent({ lab, places, journal, logger, context });
      await agent.begin();
      operator = context.get(HearOperator);
      agent.door = door;
      await agent.openPage();
      return agent;
    } catch (error) {
      await journal?.close();
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

  /** Ends what is under way and leaves; the machines go on. The door closes last: until then the home is taken. */
  async stop(): Promise<void> {
    const { context, journal } = this.running;
    this.page?.close();
    context.get(NotifyPerson).stop();
    try {
      await Promise.all([context.get(Workshop).stop(), this.schedule.stop(), this.host?.stop()]);
      await context.get(ReportSender).stop();
      await context.get(Link).stop();
      // The last words on a disk that may be full; what counts is in the journal.
      await context
        .get(WriteStatus)
        .run()
        .catch((error: unknown) => this.running.logger.warn({ error }, 'no status'));
      await journal.close();
      await context.close();
    } finally {
      this.door?.close();
    }
  }

  /** What can fail comes first, so that nothing runs when it did. */
  private async begin(): Promise<void> {
    const { context, lab, logger, journal } = this.running;
    const open = [...journal.knowledge.jobs.values()].filter((job) => !hasEnded(job));
    const files = open.flatMap(({ plate, gcode }) => [plate.sha256, ...(gcode === undefined ? [] : [gcode.sha256])]);
    await context.get(PlateStore).keepOnly(new Set(files));
    await this.describe();
    const pulses = context.get(SendPulses);
    const sender = context.get(ReportSender);
    context.get(Workshop).start();
    for (const handler of HANDLERS) {
      if (handler.kind === 'every')
        this.schedule.every(handler.ms, context.get<RunsRegularly>(handler.useCase as never));
    }
    context.get(Link).start((connection) => {
      this.listen(connection);
      sender.wake();
      void pulses.run();
    });
    logger.info({ lab: lab.labName, machines: lab.machines.length }, 'agent runs');
  }

  /** A page that cannot be opened keeps no machine from its work. */
  private async openPage(): Promise<void> {
    const { lab, context, logger } = this.running;
    if (lab.page === undefined) return;
    const [status, operator] = [context.get(ReadStatus), context.get(HearOperator)];
    const hear = operator.hear.bind(operator);
    try {
      this.page = await PageServer.open({ settings: lab.page, status: () => status.now(), hear, logger });
      status.pageUrl = this.page.url;
      logger.info({ page: this.page.url }, 'the operator’s page is open');
    } catch (error) {
      logger.warn({ error: String(error) }, 'the operator’s page can not be opened');
    }
  }

  /** The network hears of the machines at each start; settings change only between two. */
  private async describe(): Promise<void> {
    const { context, lab, journal } = this.running;
    const machines = context.get(Workshop).works.map(({ machine }) => machine.describe());
    const data = { machines, answers: lab.rules.accept === 'ask' ? ('person' as const) : ('auto' as const) };
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

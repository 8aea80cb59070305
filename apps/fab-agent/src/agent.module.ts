// The container of one lab: an agent that serves several labs has as many, and they share nothing.

import { Module, type DynamicModule } from '@nestjs/common';
import type { NewId } from '#core/kernel/ids';
import { CLOCK, NEW_ID, newId, systemClock, type Clock } from '#platform/clock/clock';
import { LOGGER, type Logger } from '#platform/logging/logger';
import { LAB, NETWORK_URL, PLACES } from './agent-tokens.js';
import { AskSpoolman } from './availability/ask-spoolman.js';
import { Availability } from './availability/availability.js';
import { ConfirmStep } from './availability/confirm-step.js';
import type { KeptWord } from './availability/kept-word.js';
import { WatchAvailability } from './availability/watch-availability.js';
import { LastErrors } from './doctor/last-errors.js';
import { PlateStore } from './files/plate-store.js';
import { HearAtLab } from './home/hear-at-lab.js';
import { HearOperator } from './home/hear-operator.js';
import { RotateCredentials } from './home/rotate-credentials.js';
import type { LabFile, Places } from './home/home-folder.js';
import { ReadStatus } from './home/read-status.js';
import { WriteStatus } from './home/write-status.js';
import { PersonAtMachine } from './jobs/person-at-machine.js';
import { Photographer } from './jobs/photograph.js';
import { PlateFetcher } from './jobs/plate-fetcher.js';
import { Preparer } from './jobs/preparer.js';
import { StartTurns } from './jobs/start-turns.js';
import { Starter } from './jobs/starter.js';
import { StopJob } from './jobs/stop-job.js';
import { TakeJob } from './jobs/take-job.js';
import { Workshop } from './jobs/workshop.js';
import { ForgetOld } from './journal/forget-old.js';
import { Journal } from './journal/journal.js';
import { connectMachine } from './machines/connect-machine.js';
import { NotifyPerson } from './notify/notify-person.js';
import { AnswerOffer } from './offers/answer-offer.js';
import { ComeBack } from './offers/come-back.js';
import { ConsiderOffer } from './offers/consider-offer.js';
import { ForgetOffer } from './offers/forget-offer.js';
import { GcodeMaker } from './slicing/make-gcode.js';
import { Link } from './uplink/link.js';
import { ReportMaker } from './uplink/make-report.js';
import { ReportSender } from './uplink/report-sender.js';
import { ResendReports } from './uplink/resend-reports.js';
import { SendPulses } from './uplink/send-pulses.js';

/** What is known of a lab before its container is made. */
export interface LabParts {
  readonly lab: LabFile;
  readonly places: Places;
  readonly journal: Journal;
  readonly kept: KeptWord;
  readonly errors: LastErrors;
  readonly logger: Logger;
  readonly natsUrl: string;
  readonly networkUrl: string;
}

@Module({})
export class AgentModule {
  static of({ lab, places, journal, kept, errors, logger, natsUrl, networkUrl }: LabParts): DynamicModule {
    const { labId } = lab;
    return {
      module: AgentModule,
      providers: [
        { provide: LAB, useValue: lab },
        { provide: PLACES, useValue: places },
        { provide: NETWORK_URL, useValue: networkUrl },
        { provide: LOGGER, useValue: logger },
        { provide: CLOCK, useValue: systemClock },
        { provide: NEW_ID, useValue: newId },
        { provide: Journal, useValue: journal },
        { provide: LastErrors, useValue: errors },
        { provide: Availability, inject: [CLOCK], useFactory: (clock: Clock) => new Availability(lab, kept, clock) },
        { provide: Link, useFactory: () => new Link({ url: natsUrl, credsFile: places.creds, labId, logger }) },
        { provide: PlateStore, useFactory: () => new PlateStore(places.files) },
        {
          provide: ReportMaker,
          inject: [CLOCK, NEW_ID],
          useFactory: (clock: Clock, makeId: NewId) => new ReportMaker(clock, makeId),
        },
        {
          provide: ReportSender,
          inject: [Link],
          useFactory: (link: Link) => new ReportSender(labId, journal, link, logger),
        },
        {
          provide: Workshop,
          inject: [Link, PlateStore, ReportMaker, CLOCK, Availability],
          useFactory: workshopOf({ lab, places, journal, logger, networkUrl }),
        },
        ConsiderOffer,
        ForgetOffer,
        AnswerOffer,
        ComeBack,
        HearAtLab,
        HearOperator,
        RotateCredentials,
        PersonAtMachine,
        ConfirmStep,
        TakeJob,
        StopJob,
        ResendReports,
        SendPulses,
        ReadStatus,
        WriteStatus,
        WatchAvailability,
        AskSpoolman,
        NotifyPerson,
        ForgetOld,
      ],
    };
  }
}

type WorkshopNeeds = [link: Link, store: PlateStore, reports: ReportMaker, clock: Clock, availability: Availability];

const workshopOf =
  ({ lab, places, journal, logger, networkUrl }: Omit<LabParts, 'natsUrl' | 'kept' | 'errors'>) =>
  (...[link, store, reports, clock, availability]: WorkshopNeeds): Workshop => {
    const machines = lab.machines.map((entry) =>
      availability.withLoaded(connectMachine(entry, { folder: places.machines, clock })),
    );
    const plates = new PlateFetcher({ journal, link, store, reports, clock, logger, networkUrl });
    const entryOf = (machineId: string) => lab.machines.find(({ machine }) => machine.id === machineId);
    const slicingOf = (machineId: string) => entryOf(machineId)?.slicing;
    const maker = new GcodeMaker({ store, home: places.home, scratch: places.scratch, lab: lab.slicing, slicingOf });
    const preparer = new Preparer({ journal, store, maker, reports, clock, logger });
    const wasWorking = [...journal.knowledge.jobs.values()].some(
      ({ stage }) => stage === 'commanded' || stage === 'started',
    );
    const turns = new StartTurns(lab.secondsBetweenStarts ?? 0, clock, wasWorking);
    const starter = new Starter({ journal, link, store, turns, clock, logger });
    const asksForBed = (machineId: string): boolean => asksPerson(entryOf(machineId));
    const photographer = new Photographer({ journal, folder: places.photos, clock, logger });
    const holdOf = availability.holdOf.bind(availability);
    const asksQuality = lab.rules.askQuality === true;
    const works = { journal, plates, preparer, starter, photographer, reports, clock, logger };
    return new Workshop(machines, { ...works, asksForBed, asksQuality, holdOf });
  };

/** Simulated beds clear themselves; who makes by hand clears the bed by hand. */
const CLEARED_UNASKED: ReadonlySet<string> = new Set(['simulated', 'manual']);

/** True where a person says that the bed is clear: on real machines, unless the lab says otherwise. */
function asksPerson(entry: LabFile['machines'][number] | undefined): boolean {
  if (entry === undefined) return false;
  return entry.clearBed === undefined ? !CLEARED_UNASKED.has(entry.driver.kind) : entry.clearBed === 'person';
}

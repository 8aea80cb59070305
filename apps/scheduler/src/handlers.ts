// All that the scheduler does, on one page.

import {
  AskPermission,
  AskPlate,
  BackAtLab,
  JobFailedAtLab,
  JobFinishedAtLab,
  JobProgressedAtLab,
  JobStartedAtLab,
  JobStoppedAtLab,
  MachinesDescribed,
  OfferAnswered,
  Pulse,
} from '#contracts/messages/lab-messages';
import {
  JobCancelled,
  JobFailed,
  JobFinished,
  OfferAccepted,
  OfferDeclined,
  OfferLapsed,
  OfferWithdrawn,
  OrderPlanned,
} from '#contracts/messages/making-messages';
import {
  CounterAnswered,
  HandoverConfirmed,
  LabBack,
  LabChanged,
  LabChosen,
  LabsChanged,
  OrderCancelled,
  OrderPlaced,
  PrototypeAnswered,
} from '#contracts/messages/order-messages';
import { AskDecision, AskDecisionInput, AskDecisionInputs, AskNetwork, AskQuote } from '#contracts/messages/questions';
import { HOUR_MS } from '#core/kernel/time';
import { answer, every, hear, on, type Handler } from '#platform/messaging/handlers';
import { Fulfil } from './fulfilment/fulfil.js';
import { IssuePlateTicket, PermitStart } from './jobs/permit-start.js';
import { RecordReport } from './jobs/record-report.js';
import { WatchJobs } from './jobs/watch-jobs.js';
import {
  HearPulse,
  NoteBack,
  NoteLab,
  NoteLabs,
  NoteMachines,
  RefreshPicture,
  SaveSightings,
} from './network/follow-network.js';
import { KeepLabConsumers } from './network/keep-lab-consumers.js';
import { ShowNetwork } from './network/show-network.js';
import { ChooseLab } from './offers/choose-lab.js';
import { AnswerCounterOffer } from './offers/counter-offer.js';
import { AnswerOffer, LapseOffers } from './offers/answer-offer.js';
import { CloseBatches } from './planning/close-batches.js';
import { MeetPlates } from './planning/meet-plates.js';
import { RelieveQueues } from './planning/relieve-queues.js';
import { RetryStranded } from './planning/retry-stranded.js';
import { CountGiven } from './quoting/lately-given.js';
import { MakeQuote } from './quoting/make-quote.js';
import { ForgetDecisions, ShowDecision, ShowDecisionInput, ShowDecisionInputs } from './quoting/show-decision.js';

export const HANDLERS: readonly Handler[] = [
  // Questions of the gateway, and of labs.
  answer(AskQuote, MakeQuote),
  answer(AskDecision, ShowDecision),
  answer(AskDecisionInputs, ShowDecisionInputs),
  answer(AskDecisionInput, ShowDecisionInput),
  answer(AskNetwork, ShowNetwork),
  answer(AskPermission, PermitStart),
  answer(AskPlate, IssuePlateTicket),

  // The journey: what follows from each fact is core/fulfilment/flow.ts.
  on(OrderPlaced, Fulfil),
  on(OrderPlanned, Fulfil),
  on(OfferAccepted, Fulfil),
  on(OfferDeclined, Fulfil),
  on(OfferLapsed, Fulfil),
  on(OfferWithdrawn, Fulfil),
  on(JobFailed, Fulfil),
  on(JobFinished, Fulfil),
  on(JobCancelled, Fulfil),
  on(HandoverConfirmed, Fulfil),
  on(OrderCancelled, Fulfil),
  on(PrototypeAnswered, Fulfil),
  on(CounterAnswered, AnswerCounterOffer),
  on(LabChosen, ChooseLab),

  // What labs say.
  on(OfferAnswered, AnswerOffer),
  on(JobStartedAtLab, RecordReport),
  on(JobProgressedAtLab, RecordReport),
  on(JobFinishedAtLab, RecordReport),
  on(JobFailedAtLab, RecordReport),
  on(JobStoppedAtLab, RecordReport),

  // The live network.
  on(LabChanged, NoteLab),
  on(LabsChanged, NoteLabs),
  on(MachinesDescribed, NoteMachines),
  on(BackAtLab, NoteBack),
  on(LabBack, NoteBack),
  hear(Pulse, HearPulse),
  every(250, RefreshPicture),
  every(1_000, KeepLabConsumers),
  every(5_000, SaveSightings),
  every(5_000, CountGiven),

  // The rolling horizon: whose plate closes now, and whose may still wait.
  every(1_000, CloseBatches),
  every(5_000, MeetPlates),
  every(10_000, RelieveQueues),

  // Patience that ends.
  every(1_000, LapseOffers),
  every(5_000, WatchJobs),
  every(10_000, RetryStranded),
  every(HOUR_MS, ForgetDecisions),
];

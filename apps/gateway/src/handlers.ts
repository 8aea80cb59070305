// All that the gateway does unasked.

import { AskCredentials, AskCredentialsKept } from '#contracts/messages/lab-messages';
import {
  JobCancelled,
  JobClaimed,
  JobCreated,
  JobFailed,
  JobFinished,
  JobProgressed,
  JobStarted,
  JobUnseen,
  OfferAccepted,
  OfferDeclined,
  OfferLapsed,
  BatchDropped,
  BatchShared,
  OfferCountered,
  OfferMade,
  OfferWithdrawn,
  OrderEnded,
  OrderPlanned,
  OrderStranded,
  ShipmentHandedOver,
  ShipmentReady,
} from '#contracts/messages/making-messages';
import { HOUR_MS } from '#core/kernel/time';
import { answer, every, on, type Handler } from '#platform/messaging/handlers';
import { ForgetOld } from './activity/forget-old.js';
import { SweepUploads } from './catalogue/keep-files.js';
import { NoteStranded } from './demand/note-demand.js';
import { SettleRest, SettleShipment } from './ledger/settle-shipment.js';
import { IssuePickupCode, RecordFact } from './orders/record-fact.js';
import { ResumableUploads } from './uploads/resumable-uploads.js';
import { IssueCredentials, ShutOutOthers } from './labs/rotate-credentials.js';
import { RecordMake } from './reviews/report-makes.js';

export const HANDLERS: readonly Handler[] = [
  answer(AskCredentials, IssueCredentials),
  answer(AskCredentialsKept, ShutOutOthers),
  on(OrderPlanned, RecordFact),
  on(OrderStranded, RecordFact),
  on(OrderStranded, NoteStranded),
  on(BatchShared, RecordFact),
  on(BatchDropped, RecordFact),
  on(OfferMade, RecordFact),
  on(OfferCountered, RecordFact),
  on(OfferAccepted, RecordFact),
  on(OfferDeclined, RecordFact),
  on(OfferLapsed, RecordFact),
  on(OfferWithdrawn, RecordFact),
  on(JobCreated, RecordFact),
  on(JobStarted, RecordFact),
  on(JobProgressed, RecordFact),
  on(JobUnseen, RecordFact),
  on(JobFailed, RecordFact),
  on(JobFailed, RecordMake),
  on(JobFinished, RecordFact),
  on(JobFinished, RecordMake),
  on(JobCancelled, RecordFact),
  on(JobClaimed, RecordFact),
  // The code and the payment first: whoever sees the fact in the timeline sees them too.
  on(ShipmentReady, IssuePickupCode),
  on(ShipmentReady, RecordFact),
  on(ShipmentHandedOver, SettleShipment),
  on(ShipmentHandedOver, RecordFact),
  on(OrderEnded, SettleRest),
  on(OrderEnded, RecordFact),
  every(HOUR_MS, SweepUploads),
  every(HOUR_MS, ResumableUploads),
  every(HOUR_MS, ForgetOld),
];

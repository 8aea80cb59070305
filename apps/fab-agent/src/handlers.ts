// All that the agent does: what it hears from the network, and what it does by the clock. What its machines set off
// is in jobs/machine-work.ts.

import { HOUR_MS, SECOND_MS } from '#core/kernel/time';
import { PULSE_EVERY_MS } from '#core/lab/lab';
import { JobAssign, JobCancel, OfferMake, OfferWithdraw, ReportsResend } from '#contracts/messages/lab-messages';
import { every, on, type Handler } from '#platform/messaging/handlers';
import { AskSpoolman } from './availability/ask-spoolman.js';
import { WatchAvailability } from './availability/watch-availability.js';
import { WriteStatus } from './home/write-status.js';
import { StopJob } from './jobs/stop-job.js';
import { TakeJob } from './jobs/take-job.js';
import { ForgetOld } from './journal/forget-old.js';
import { ConsiderOffer } from './offers/consider-offer.js';
import { ForgetOffer } from './offers/forget-offer.js';
import { ResendReports } from './uplink/resend-reports.js';
import { SendPulses } from './uplink/send-pulses.js';

const HALF_MINUTE_MS = 30 * SECOND_MS;

export const HANDLERS: readonly Handler[] = [
  on(OfferMake, ConsiderOffer),
  on(OfferWithdraw, ForgetOffer),
  on(JobAssign, TakeJob),
  on(JobCancel, StopJob),
  on(ReportsResend, ResendReports),
  every(PULSE_EVERY_MS, SendPulses),
  every(2_000, WriteStatus),
  every(5 * SECOND_MS, AskSpoolman),
  every(HALF_MINUTE_MS, WatchAvailability),
  every(HOUR_MS, ForgetOld),
];

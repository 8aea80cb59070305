// An offer is heard, judged by the lab's rules, and answered, unless a person is to say.

import { Inject, Injectable } from '@nestjs/common';
import type { DataOf } from '#contracts/define-message';
import { OfferAnswered, type OfferMake } from '#contracts/messages/lab-messages';
import { LOGGER, type Logger } from '#platform/logging/logger';
import type { Context, HandlesMessage } from '#platform/messaging/handlers';
import { Availability } from '../availability/availability.js';
import { Workshop } from '../jobs/workshop.js';
import type { JournalUnit } from '../journal/journal-inbox.js';
import { ReportMaker } from '../uplink/make-report.js';
import { judgeOffer, type Answer } from './judge-offer.js';

type Offer = DataOf<typeof OfferMake>;

@Injectable()
export class ConsiderOffer implements HandlesMessage<Offer, JournalUnit> {
  constructor(
    @Inject(Workshop) private readonly workshop: Workshop,
    @Inject(ReportMaker) private readonly reports: ReportMaker,
    @Inject(Availability) private readonly availability: Availability,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async handle(offer: Offer, { envelope, unit }: Context<JournalUnit>): Promise<void> {
    const { offerId, machineId } = offer;
    if (unit.known.offers.has(offerId)) return;
    const machine = this.workshop.at(machineId)?.machine.describe();
    const queue = this.workshop.queueOf(machineId);
    const labQueue = this.availability.lab.machines.reduce(
      (sum, { machine: { id } }) => sum + this.workshop.queueOf(id),
      0,
    );
    const { rules } = this.availability.lab;
    const judged = judgeOffer({ offer, rules, machine, queue, labQueue, nowMs: unit.nowMs });
    const judgement = this.availability.within(judged, machineId);
    this.logger.info({ offerId, title: offer.title, ...judgement }, 'offer considered');
    const { correlationId } = envelope;
    unit.record({
      kind: 'offer-heard',
      offer: {
        offerId,
        machineId,
        title: offer.title.slice(0, 200),
        seconds: offer.estimate.seconds,
        lapsesAtMs: unit.nowMs + offer.answerWithinMs,
        correlationId,
        price: { labPriceMinor: offer.labPriceMinor, currency: offer.currency },
        state: judgement.kind === 'ask' ? 'open' : judgement.kind,
      },
    });
    if (judgement.kind !== 'ask') unit.record(this.answer(offerId, judgement, correlationId));
  }

  private answer(offerId: Offer['offerId'], answer: Answer, correlationId: string) {
    return this.reports.make(
      OfferAnswered,
      { kind: 'offer', id: offerId },
      { data: { offerId, answer }, correlationId },
    );
  }
}

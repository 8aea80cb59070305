// Two labs near a customer, on a stage whose gateway and labs the test plays: what offers come to.

import { JobAssign, MachinesDescribed, OfferAnswered, OfferMake } from '#contracts/messages/lab-messages';
import type { DataOf } from '#contracts/define-message';
import type { OfferId } from '#core/kernel/ids';
import { eventually } from './eventually.js';
import { quoteCubes } from './placed-order.js';
import type { PlayedLab } from './played-lab.js';
import { SchedulerStage } from './scheduler-stage.js';

export type OfferAnswer = DataOf<typeof OfferAnswered>['answer'];

export class TwoLabs {
  private constructor(
    readonly stage: SchedulerStage,
    readonly near: PlayedLab,
    readonly far: PlayedLab,
  ) {}

  static async open(): Promise<TwoLabs> {
    const stage = await SchedulerStage.open();
    const near = await stage.lab('Near', { lat: 45.77, lon: 4.85 });
    const far = await stage.lab('Far', { lat: 45.2, lon: 5.7 });
    for (const lab of [near, far]) await lab.say(MachinesDescribed, { machines: [lab.machine] });
    const labs = new TwoLabs(stage, near, far);
    await labs.asked(2);
    return labs;
  }

  async close(): Promise<void> {
    for (const lab of [this.near, this.far]) await lab.leave();
    await this.stage.close();
  }

  /** Waits until a quote would ask so many labs; answers their names. */
  asked(labs: number): Promise<string[]> {
    return eventually({
      sample: async () => {
        for (const lab of [this.near, this.far]) lab.pulse();
        return (await quoteCubes(this.stage)).answer.options.map(({ labName }) => labName);
      },
      satisfied: (names) => names.length === labs,
      describeFailure: (names) => `${labs} labs should be asked, not ${names?.join(', ')}`,
    });
  }

  /** The next offer to the lab is accepted. */
  async accept(lab: PlayedLab): Promise<void> {
    await answerOffer(lab, (await lab.next(OfferMake)).offerId, { kind: 'accepted' });
    await this.free(lab);
  }

  /** Ends a job at once, so that the next test finds the machines free. */
  async free(lab: PlayedLab): Promise<void> {
    const job = await lab.next(JobAssign);
    await this.stage.ask(`update job set state = 'done' where id = '${job.jobId}'`);
    await this.stage.ask(`update batch set state = 'made' where id = '${job.batchId}'`);
  }

  /** The time of an offer is over. */
  async runOut(offerId: OfferId): Promise<void> {
    await this.stage.ask(`update offer set expires_at = now() - interval '1 second' where id = '${offerId}'`);
  }
}

export const answerOffer = (lab: PlayedLab, offerId: OfferId, answer: OfferAnswer): Promise<void> =>
  lab.say(OfferAnswered, { offerId, answer });

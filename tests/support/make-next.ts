// A played lab takes the next offer and makes it at once.

import { AskPermission, JobAssign, JobFinishedAtLab, OfferAnswered, OfferMake } from '#contracts/messages/lab-messages';
import type { DataOf } from '#contracts/define-message';
import type { PlayedLab } from './played-lab.js';

/** Accepts the next offer, starts with permission and is done; answers the offer. */
export async function makeNext(lab: PlayedLab): Promise<DataOf<typeof OfferMake>> {
  const offer = await lab.next(OfferMake);
  await lab.say(OfferAnswered, { offerId: offer.offerId, answer: { kind: 'accepted' } });
  const { jobId, fence } = await lab.next(JobAssign);
  await lab.asker.ask(AskPermission, { jobId, fence, machineId: lab.machine.id }, { labId: lab.profile.id });
  await lab.say(JobFinishedAtLab, { jobId, fence, how: 'seen', seconds: 60, massGrams: 10 });
  return offer;
}

export const piecesIn = (units: readonly { readonly count: number }[]): number =>
  units.reduce((sum, { count }) => sum + count, 0);

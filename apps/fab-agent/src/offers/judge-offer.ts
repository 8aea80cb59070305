// The lab's rules on an offer: yes, no with a reason, yes at another price or date, or a person is to say.

import type { DataOf } from '#contracts/define-message';
import type { OfferAnswered, OfferMake } from '#contracts/messages/lab-messages';
import type { Machine } from '#core/lab/lab';
import type { AtMs } from '#core/kernel/time';
import { needsPerson } from './needs-person.js';
import type { Rules } from './rules.js';

export interface OfferCase {
  readonly offer: DataOf<typeof OfferMake>;
  readonly rules: Rules;
  /** The machine that the offer names, if the lab has it. */
  readonly machine: Machine | undefined;
  /** Jobs and accepted offers that this machine has not done yet. */
  readonly queue: number;
  /** The same of all machines of the lab. */
  readonly labQueue: number;
  readonly nowMs: AtMs;
}

/** What the lab says to the network. */
export type Answer = DataOf<typeof OfferAnswered>['answer'];
/** `because`: why the rules left it to a person, where they accept others. */
export type Judgement = Answer | { readonly kind: 'ask'; readonly because?: string };

const no = (reason: string): Judgement => ({ kind: 'declined', reason });

/**
 * The first rule that says no decides; `ask` only asks about what no rule declines. Only a lab that answers by itself makes
 * counter-offers by itself: agreed to, they are accepted.
 */
export function judgeOffer({ offer, rules, machine, queue, labQueue, nowMs }: OfferCase): Judgement {
  if (machine === undefined) return no('This lab does not have that machine any more.');
  if (rules.accept === 'never') return no('The lab takes no work now.');
  if (machine.process !== offer.process) return no(`${machine.name} does ${machine.process}, not ${offer.process}.`);
  if (rules.processes.length > 0 && !rules.processes.includes(offer.process))
    return no(`The lab takes no ${offer.process} now.`);
  if (machine.loaded.length > 0 && !machine.loaded.some(({ material }) => material === offer.material))
    return no(`${offer.material} is not loaded on ${machine.name}.`);
  const { x, y, z } = machine.buildVolumeMm;
  const { boxMm } = offer;
  if (boxMm.x > x || boxMm.y > y || boxMm.z > z) return no(`The plate is larger than ${machine.name} can make.`);
  if (rules.maxSeconds !== undefined && offer.estimate.seconds > rules.maxSeconds)
    return no(`It would take longer than the ${Math.round(rules.maxSeconds / 60)} minutes that the lab gives one job.`);
  if (offer.distanceKm > (rules.maxDistanceKm ?? Infinity))
    return no(`The customer is farther away than the ${rules.maxDistanceKm} km that the lab works for.`);
  if (rules.oneAtATime === true && labQueue > 0) return no('The lab takes one job at a time, and has one.');
  const isFull = queue >= rules.maxQueue;
  if (isFull && queue >= (rules.whenFull?.maxQueue ?? 0))
    return no(`${machine.name} has ${queue} jobs before it, as many as the lab lets wait.`);
  if (rules.accept === 'ask') return { kind: 'ask' };
  const because = rules.auto === undefined ? undefined : needsPerson(offer, rules.auto, nowMs);
  if (because !== undefined) return { kind: 'ask', because };
  const later = isFull ? rules.whenFull : undefined;
  const dearer = offer.labPriceMinor < (rules.minimumMinor ?? 0) ? rules.minimumMinor : undefined;
  if (later === undefined && dearer === undefined) return { kind: 'accepted' };
  const reasons = [
    ...(dearer === undefined ? [] : ['Less than that is not worth the set-up.']),
    ...(later === undefined ? [] : [`${machine.name} has ${queue} jobs before it.`]),
  ];
  return {
    kind: 'countered',
    ...(dearer === undefined ? {} : { labPriceMinor: dearer }),
    ...(later === undefined ? {} : { laterSeconds: later.laterSeconds }),
    reason: reasons.join(' '),
  };
}

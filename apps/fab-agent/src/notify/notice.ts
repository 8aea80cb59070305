// What a person is told of an offer that waits for them.

import type { HeardOffer } from '#core/job/lab-journal';
import { formatMoney, money } from '#core/kernel/money';
import { toIso } from '#core/kernel/time';

export interface Notice {
  readonly kind: 'offer.waits';
  readonly labName: string;
  readonly offerId: string;
  readonly title: string;
  readonly machine: string;
  readonly minutes: number;
  readonly price?: string;
  /** ISO 8601. */
  readonly answerBefore: string;
}

/** The notice of one offer. */
export const noticeOf = (offer: HeardOffer, labName: string, machine: string): Notice => ({
  kind: 'offer.waits',
  labName,
  offerId: offer.offerId,
  title: offer.title,
  machine,
  minutes: Math.round(offer.seconds / 60),
  ...(offer.price ? { price: formatMoney(money(offer.price.labPriceMinor, offer.price.currency)) } : {}),
  answerBefore: toIso(offer.lapsesAtMs),
});

/** The same as an e-mail. Titles are strangers' words: on one line, and never in an address. */
export function mailOf(notice: Notice): { readonly subject: string; readonly text: string } {
  const { labName, title, machine, minutes, price, answerBefore, offerId } = notice;
  const line = (text: string): string => text.replaceAll(/[\r\n\t]+/g, ' ').trim();
  return {
    subject: line(`An offer waits for ${labName}: ${title}`).slice(0, 180),
    text: [
      `${line(title)} on ${line(machine)}, about ${minutes} minutes${price === undefined ? '' : `, for ${price}`}.`,
      `It waits for your answer until ${answerBefore}.`,
      '',
      'Answer on the page of the agent, or at its computer:',
      `  fabcommons-agent accept ${offerId}`,
      `  fabcommons-agent decline ${offerId} --reason "…"`,
    ].join('\n'),
  };
}

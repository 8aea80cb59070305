// An offer: a request to one lab to make one batch. It ends by the lab's answer, by silence, or by being taken back. A lab
// that would rather make it at another price or date says so, and the customers concerned have the last word.

import { next, type Transitions } from '../kernel/transitions.js';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.js';
import type { AtMs } from '../kernel/time.js';

export const OFFER_TRANSITIONS = {
  open: {
    accepted: 'accepted',
    countered: 'countered',
    declined: 'declined',
    lapsed: 'lapsed',
    withdrawn: 'withdrawn',
  },
  countered: { accepted: 'accepted', declined: 'declined', lapsed: 'lapsed', withdrawn: 'withdrawn' },
  accepted: {},
  declined: {},
  lapsed: {},
  withdrawn: {},
} as const satisfies Transitions<OfferState, OfferEvent['kind']>;

export type OfferState = 'open' | 'countered' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn';

/** States in which somebody is still to answer. */
export const LIVING_OFFER: readonly OfferState[] = ['open', 'countered'];

export interface Offer {
  readonly state: OfferState;
  readonly expiresAtMs: AtMs;
}

/** `agree` and `disagree` are the customers' answers to a counter-offer; the others are the lab's and the network's. */
export type OfferCommand =
  | { readonly kind: 'accept'; readonly atMs: AtMs }
  | { readonly kind: 'counter'; readonly reason: string; readonly atMs: AtMs; readonly answerWithinMs: number }
  | { readonly kind: 'decline'; readonly reason: string; readonly atMs: AtMs }
  | { readonly kind: 'agree' }
  | { readonly kind: 'disagree' }
  | { readonly kind: 'lapse'; readonly atMs: AtMs }
  | { readonly kind: 'withdraw'; readonly reason: string };

export type OfferEvent =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'countered'; readonly reason: string; readonly expiresAtMs: AtMs }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'withdrawn'; readonly reason: string };

export type OfferRefusal = 'offer/closed' | 'offer/not-due' | 'offer/countered' | 'offer/not-countered';

const DISAGREED = 'not everybody agreed to its counter-offer';

/**
 * What follows from a command; `offer/closed` when the offer has ended, `offer/not-due` for a lapse before its time,
 * `offer/countered` when the lab answers again before the customer, `offer/not-countered` for an answer to nothing.
 */
export function decideOffer(command: OfferCommand, offer: Offer): Result<OfferEvent, Refusal<OfferRefusal>> {
  if (!LIVING_OFFER.includes(offer.state)) return refuse('offer/closed', `The offer is ${offer.state} already.`);
  const countered = offer.state === 'countered';
  switch (command.kind) {
    case 'accept':
      // An answer that arrives before anyone noticed the expiry is welcome: nobody else was asked yet.
      return countered ? stillAsking : ok({ kind: 'accepted' });
    case 'counter':
      return countered
        ? stillAsking
        : ok({ kind: 'countered', reason: command.reason, expiresAtMs: command.atMs + command.answerWithinMs });
    case 'decline':
      return ok({ kind: 'declined', reason: command.reason });
    case 'agree':
      return countered ? ok({ kind: 'accepted' }) : nothingToAnswer;
    case 'disagree':
      return countered ? ok({ kind: 'declined', reason: DISAGREED }) : nothingToAnswer;
    case 'lapse':
      return command.atMs >= offer.expiresAtMs
        ? ok({ kind: 'lapsed' })
        : refuse('offer/not-due', countered ? 'The customer still has time to answer.' : 'The lab still has time to answer.'); // prettier-ignore
    case 'withdraw':
      return ok({ kind: 'withdrawn', reason: command.reason });
  }
}

const stillAsking = refuse('offer/countered' as const, 'The customer has not answered the counter-offer yet.');
const nothingToAnswer = refuse('offer/not-countered' as const, 'The lab has made no counter-offer.');

export const evolveOffer = (offer: Offer, event: OfferEvent): Offer => ({
  state: next<OfferState, OfferEvent['kind']>(OFFER_TRANSITIONS, offer.state, event.kind) ?? offer.state,
  expiresAtMs: event.kind === 'countered' ? event.expiresAtMs : offer.expiresAtMs,
});

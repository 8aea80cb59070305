// An offer: a request to one lab to make one batch. It ends by the lab's answer, by silence, or by being taken back.

import { next, type Transitions } from '../kernel/transitions.js';
import { ok, refuse, type Refusal, type Result } from '../kernel/result.js';
import type { AtMs } from '../kernel/time.js';

export const OFFER_TRANSITIONS = {
  open: { accepted: 'accepted', declined: 'declined', lapsed: 'lapsed', withdrawn: 'withdrawn' },
  accepted: {},
  declined: {},
  lapsed: {},
  withdrawn: {},
} as const satisfies Transitions<OfferState, OfferEvent['kind']>;

export type OfferState = 'open' | 'accepted' | 'declined' | 'lapsed' | 'withdrawn';

export interface Offer {
  readonly state: OfferState;
  readonly expiresAtMs: AtMs;
}

export type OfferCommand =
  | { readonly kind: 'accept'; readonly atMs: AtMs }
  | { readonly kind: 'decline'; readonly reason: string; readonly atMs: AtMs }
  | { readonly kind: 'lapse'; readonly atMs: AtMs }
  | { readonly kind: 'withdraw'; readonly reason: string };

export type OfferEvent =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'declined'; readonly reason: string }
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'withdrawn'; readonly reason: string };

export type OfferRefusal = 'offer/closed' | 'offer/not-due';

/** What follows from a command; `offer/closed` when the offer has ended, `offer/not-due` for a lapse before its time. */
export function decideOffer(command: OfferCommand, offer: Offer): Result<OfferEvent, Refusal<OfferRefusal>> {
  if (offer.state !== 'open') return refuse('offer/closed', `The offer is ${offer.state} already.`);
  switch (command.kind) {
    case 'accept':
      // An answer that arrives before anyone noticed the expiry is welcome: nobody else was asked yet.
      return ok({ kind: 'accepted' });
    case 'decline':
      return ok({ kind: 'declined', reason: command.reason });
    case 'lapse':
      return command.atMs >= offer.expiresAtMs
        ? ok({ kind: 'lapsed' })
        : refuse('offer/not-due', 'The lab still has time to answer.');
    case 'withdraw':
      return ok({ kind: 'withdrawn', reason: command.reason });
  }
}

export const evolveOffer = (offer: Offer, event: OfferEvent): Offer => ({
  ...offer,
  state: next<OfferState, OfferEvent['kind']>(OFFER_TRANSITIONS, offer.state, event.kind) ?? offer.state,
});

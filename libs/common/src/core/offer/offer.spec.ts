import { describe, expect, it } from 'vitest';
import { faultsOf } from '../kernel/transitions.js';
import { decideOffer, evolveOffer, OFFER_TRANSITIONS, type Offer, type OfferCommand } from './offer.js';

const open: Offer = { state: 'open', expiresAtMs: 1000 };
const outcome = (command: OfferCommand, offer = open) => {
  const decision = decideOffer(command, offer);
  return decision.ok ? decision.value.kind : decision.refusal.code;
};

describe('an offer', () => {
  it('has a sound table', () => expect(faultsOf(OFFER_TRANSITIONS, 'open')).toEqual([]));
  it('is accepted', () => expect(outcome({ kind: 'accept', atMs: 5 })).toBe('accepted'));
  it('is accepted late while nobody else was asked', () =>
    expect(outcome({ kind: 'accept', atMs: 5000 })).toBe('accepted'));
  it('does not lapse before its time', () => expect(outcome({ kind: 'lapse', atMs: 999 })).toBe('offer/not-due'));
  it('lapses at its time', () => expect(outcome({ kind: 'lapse', atMs: 1000 })).toBe('lapsed'));
  it('is not accepted after it lapsed', () => {
    const lapsed = evolveOffer(open, { kind: 'lapsed' });
    expect(outcome({ kind: 'accept', atMs: 5 }, lapsed)).toBe('offer/closed');
  });
});

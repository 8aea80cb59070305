import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreedPricesOf, counterOffersOf } from './agreed-prices.js';
import type { OrderFact } from './order-fact.js';

const fact = (type: string, data: Record<string, unknown>): OrderFact => ({ eventId: '', atMs: 0, type, data });

interface Batch {
  readonly sharedMinor: number;
  readonly moreMinor: number;
  readonly outcome: 'pending' | 'agreed' | 'refused' | 'agreed, declined' | 'better' | 'called off';
}
const batch: fc.Arbitrary<Batch> = fc.record({
  sharedMinor: fc.nat(500),
  moreMinor: fc.integer({ min: -500, max: 500 }),
  outcome: fc.constantFrom('pending', 'agreed', 'refused', 'agreed, declined', 'better', 'called off'),
});

function factsOf({ sharedMinor, moreMinor, outcome }: Batch, index: number): OrderFact[] {
  const refs = { batchId: `bat_${index}`, offerId: `ofr_${index}` };
  const shared = fact('batch.shared', { ...refs, savedMinor: sharedMinor });
  const countered = fact('offer.countered', { ...refs, moreMinor, laterSeconds: 60, reason: '', expiresAtMs: 0 });
  const answered = (accepted: boolean) => fact('counter.answered', { offerId: refs.offerId, accepted, moreMinor });
  const accepted = fact('offer.accepted', { ...refs, moreMinor });
  const declined = fact('offer.declined', { ...refs, by: 'customer' });
  switch (outcome) {
    case 'pending':
      return [shared, countered];
    case 'agreed':
      return [shared, countered, answered(true), accepted];
    case 'refused':
      return [shared, countered, answered(false), declined];
    case 'agreed, declined':
      return [shared, countered, answered(true), declined];
    case 'better':
      return [shared, fact('offer.accepted', { ...refs, moreMinor: -Math.abs(moreMinor) })];
    case 'called off':
      return [shared, countered, answered(true), accepted, fact('job.cancelled', refs)];
  }
}

/** What a batch changes of the price in the end. */
function changeOf({ sharedMinor, moreMinor, outcome }: Batch): number {
  if (outcome === 'agreed') return moreMinor - sharedMinor;
  if (outcome === 'better') return -Math.abs(moreMinor) - sharedMinor;
  return outcome === 'pending' ? -sharedMinor : 0;
}

test('what is held more, less what comes back, is what was agreed for the batches that are made', () =>
  fc.assert(
    fc.property(fc.array(batch, { maxLength: 6 }), (batches) => {
      const { moreMinor, savedMinor } = agreedPricesOf(batches.flatMap(factsOf));
      expect(moreMinor - savedMinor).toBe(batches.reduce((sum, each) => sum + changeOf(each), 0) + 0);
      expect(Math.min(moreMinor, savedMinor)).toBeGreaterThanOrEqual(0);
    }),
  ));

test('only what nobody answered waits, and nothing of a cancelled order', () => {
  const pending: Batch = { sharedMinor: 0, moreMinor: 100, outcome: 'pending' };
  const facts = [pending, { ...pending, outcome: 'agreed' as const }, pending].flatMap(factsOf);
  expect(counterOffersOf(facts).map(({ offerId }) => offerId)).toEqual(['ofr_0', 'ofr_2']);
  expect(counterOffersOf([...facts, fact('order.cancelled', {})])).toEqual([]);
});

import { expect, it } from 'vitest';
import fc from 'fast-check';
import { labShareMinor } from '../costing/price-plate.js';
import { PRICE_LINES, type PriceBreakdown } from '../quote/quote.js';
import { atPrice, isBetter, moreForEach } from './counter-offer.js';

const minor = fc.integer({ min: 0, max: 1e6 });
const breakdown = fc.record(
  Object.fromEntries(PRICE_LINES.map((line) => [line, minor])),
) as unknown as fc.Arbitrary<PriceBreakdown>;

it('is asked of the orders in full, line by line, whatever the lab asks', () =>
  fc.assert(
    fc.property(fc.array(breakdown, { minLength: 1, maxLength: 6 }), minor, (owed, labPriceMinor) => {
      const more = moreForEach(owed, labPriceMinor);
      const asked = owed.map((one, index) => atPrice(one, labShareMinor(one) + more[index]!));
      expect(asked.reduce((sum, one) => sum + labShareMinor(one), 0)).toBe(labPriceMinor);
      asked.forEach((one, index) => expect(one.designer).toBe(owed[index]!.designer));
    }),
  ));

it('needs nobody’s word where it is cheaper and no later', () => {
  expect(isBetter([-10, 0], 0)).toBe(true);
  expect(isBetter([-10, 1], 0)).toBe(false);
  expect(isBetter([-10], 60)).toBe(false);
});

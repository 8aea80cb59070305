import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { addBreakdowns, totalMinor } from '../costing/price-plate.js';
import { PRICE_LINES, type PriceBreakdown } from '../quote/quote.js';
import { shareCosts } from './share-costs.js';

const lines = (more: Partial<PriceBreakdown>): PriceBreakdown => ({
  ...(Object.fromEntries(PRICE_LINES.map((line) => [line, 0])) as unknown as PriceBreakdown),
  ...more,
});

/** One set-up for all, and for each what is its own. */
const oneSetUp = (setUp: number, own: readonly number[]) => (members: readonly number[]) =>
  lines({
    setUp: members.length === 0 ? 0 : setUp,
    material: members.reduce((sum, member) => sum + own[member]!, 0),
  });

describe('sharing a common cost', () => {
  it('parts a set-up evenly and leaves to each what is its own', () => {
    const shares = shareCosts(3, oneSetUp(300, [50, 0, 700]));
    expect(shares).toEqual([
      lines({ setUp: 100, material: 50 }),
      lines({ setUp: 100 }),
      lines({ setUp: 100, material: 700 }),
    ]);
  });

  it('charges the height of a resin plate as an airport charges its runway', () => {
    // Littlechild and Owen (1973): each layer is shared by those who reach it.
    const heights = [10, 20, 40];
    const shares = shareCosts(3, (members) =>
      lines({ machineTime: Math.max(0, ...members.map((member) => 60 * heights[member]!)) }),
    );
    expect(shares.map(({ machineTime }) => machineTime)).toEqual([200, 500, 1700]);
  });

  it('charges exactly the whole, and nobody more than alone where together is cheaper, for few and for many', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 14 }),
        (setUp, own) => {
          const costOf = oneSetUp(setUp, own);
          const shares = shareCosts(own.length, costOf);
          expect(addBreakdowns(shares)).toEqual(costOf(own.map((_, index) => index)));
          shares.forEach((share, index) => {
            // A minor unit is what rounding may cost.
            expect(totalMinor(share)).toBeLessThanOrEqual(totalMinor(costOf([index])) + 1);
            expect(totalMinor(share)).toBeGreaterThanOrEqual(own[index]! - 1);
          });
        },
      ),
      { numRuns: 60 },
    ));
});

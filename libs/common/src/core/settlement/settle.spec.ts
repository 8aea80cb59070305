import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { totalMinor } from '../costing/price-plate.js';
import { splitByLargestRemainder } from '../kernel/money.js';
import { PRICE_LINES, type PriceBreakdown } from '../quote/quote.js';
import { COMMONS_FUND, settleEarlyEnd, settleOrderShare } from './settle.js';

const minor = fc.integer({ min: 0, max: 1e12 });
const breakdown = fc.record(
  Object.fromEntries(PRICE_LINES.map((line) => [line, minor])),
) as unknown as fc.Arbitrary<PriceBreakdown>;
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
const aShare = {
  orderId: 'ord_1',
  labId: 'lab_1',
  designerId: 'acc_1',
  customerId: 'acc_2',
  savedMinor: 0,
  alreadyPaidMinor: 0,
  orderComplete: true,
};

describe('settlement', () => {
  it('sums to zero and empties the hold, whatever the labs asked', () =>
    fc.assert(
      fc.property(breakdown, fc.array(breakdown, { minLength: 1, maxLength: 5 }), (optionBreakdown, owedBy) => {
        const heldMinor = totalMinor(optionBreakdown);
        let hold = heldMinor;
        owedBy.forEach((owed, index) => {
          const postings = settleOrderShare({
            ...aShare,
            heldMinor,
            alreadyPaidMinor: heldMinor - hold,
            owed,
            optionBreakdown,
            orderComplete: index === owedBy.length - 1,
          });
          expect(sum(postings.map((posting) => posting.amountMinor))).toBe(0);
          hold += postings.find((posting) => posting.account === 'hold:ord_1')?.amountMinor ?? 0;
        });
        expect(hold).toBe(0);
      }),
    ));

  it('gives back to the customer what a shared set-up saved, and to the fund its own share alone', () => {
    const zero = Object.fromEntries(PRICE_LINES.map((line) => [line, 0])) as unknown as PriceBreakdown;
    const optionBreakdown = { ...zero, setUp: 500, machineTime: 500, designer: 50, commonsFund: 30 };
    const owed = { ...zero, setUp: 250, machineTime: 500 };
    const postings = settleOrderShare({ ...aShare, heldMinor: 1080, owed, savedMinor: 250, optionBreakdown });
    expect(postings.find(({ account }) => account === 'customer:acc_2')?.amountMinor).toBe(250);
    expect(postings.find(({ account }) => account === COMMONS_FUND)?.amountMinor).toBe(30);
  });

  it('pays for what was made when nothing more is wanted, gives the rest back, and sums to zero', () =>
    fc.assert(
      fc.property(
        breakdown,
        minor,
        fc.integer({ min: -1e12, max: 1e12 }),
        (optionBreakdown, labPaidMinor, leftMinor) => {
          const ids = { orderId: 'ord_1', customerId: 'acc_2', designerId: 'acc_1' };
          const postings = settleEarlyEnd({ ...ids, leftMinor, labPaidMinor, optionBreakdown });
          const to = (account: string) => postings.find((each) => each.account === account)?.amountMinor ?? 0;
          expect(sum(postings.map(({ amountMinor }) => amountMinor))).toBe(0);
          expect(to('hold:ord_1')).toBe(0 - leftMinor);
          expect(to('designer:acc_1')).toBeLessThanOrEqual(optionBreakdown.designer);
          expect(to('customer:acc_2')).toBeGreaterThanOrEqual(0);
        },
      ),
    ));

  it('lets the commons fund carry what a dearer second lab asks more', () => {
    const zero = Object.fromEntries(PRICE_LINES.map((line) => [line, 0])) as unknown as PriceBreakdown;
    const optionBreakdown = { ...zero, machineTime: 1000, designer: 50, commonsFund: 30 };
    const postings = settleOrderShare({
      ...aShare,
      heldMinor: 1080,
      owed: { ...zero, machineTime: 1200 },
      optionBreakdown,
    });
    expect(postings.find((posting) => posting.account === COMMONS_FUND)?.amountMinor).toBe(-170);
  });
});

describe('splitting money', () => {
  it('loses and makes nothing, and no share is a unit off its due', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 20 }),
        (amount, weights) => {
          fc.pre(sum(weights) > 0);
          const shares = splitByLargestRemainder(amount, weights);
          expect(sum(shares)).toBe(amount);
          shares.forEach((share, i) => expect(Math.abs(share - (amount * weights[i]!) / sum(weights))).toBeLessThan(1));
        },
      ),
    ));
});

// The lab's part of a price, taken apart; every line is rounded once, so the lines sum to the price.

import { roundMinor } from '../kernel/money.js';
import type { LabPrices } from '../lab/lab.js';
import type { PriceBreakdown } from '../quote/quote.js';
import { LAB_LINES, PRICE_LINES } from '../quote/quote.js';
import type { RoutingPolicy } from '../routing/policy.js';
import type { PlateWork } from './plate-work.js';

const NOTHING: PriceBreakdown = Object.fromEntries(PRICE_LINES.map((line) => [line, 0])) as Record<
  (typeof PRICE_LINES)[number],
  number
>;

/** What a lab asks for one plate, minor units per line; the lines of others are 0. */
export function priceOfPlate(plate: PlateWork, prices: LabPrices, policy: RoutingPolicy): PriceBreakdown {
  const labourSeconds = policy.handlingPlateSeconds + plate.pieces * policy.handlingPieceSeconds;
  return {
    ...NOTHING,
    material: roundMinor((plate.massGrams / 1000) * prices.materialKgMinor),
    machineTime: roundMinor((plate.seconds / 3600) * prices.machineHourMinor),
    setUp: prices.setUpMinor,
    labour: roundMinor((labourSeconds / 3600) * prices.labourHourMinor),
    energy: roundMinor(plate.energyKwh * prices.energyKwhMinor),
  };
}

/** Line by line. */
export const addBreakdowns = (breakdowns: readonly PriceBreakdown[]): PriceBreakdown =>
  breakdowns.reduce<PriceBreakdown>(
    (sum, next) =>
      Object.fromEntries(PRICE_LINES.map((line) => [line, sum[line] + next[line]])) as unknown as PriceBreakdown,
    NOTHING,
  );

/** What of a breakdown is the lab's, minor units. */
export const labShareMinor = (breakdown: PriceBreakdown): number =>
  LAB_LINES.reduce((sum, line) => sum + breakdown[line], 0);

/** The whole price, minor units. */
export const totalMinor = (breakdown: PriceBreakdown): number =>
  PRICE_LINES.reduce((sum, line) => sum + breakdown[line], 0);

/** The lab's lines with the shares of designer and commons fund, which are a part per thousand of them, and transport. */
export function completeBreakdown(lab: PriceBreakdown, transportMinor: number, policy: RoutingPolicy): PriceBreakdown {
  const share = labShareMinor(lab);
  return {
    ...lab,
    designer: roundMinor((share * policy.designerPermille) / 1000),
    commonsFund: roundMinor((share * policy.commonsFundPermille) / 1000),
    transport: transportMinor,
  };
}

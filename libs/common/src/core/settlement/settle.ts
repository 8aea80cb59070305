// Who gets what of the money held for an order. Every posting list sums to zero.

import { roundMinor } from '../kernel/money.js';
import { labShareMinor } from '../costing/price-plate.js';
import type { PriceBreakdown } from '../quote/quote.js';

/** One line to be written: positive receives, negative gives; minor units. */
export interface Posting {
  readonly account: string;
  readonly amountMinor: number;
}

export interface OrderShare {
  readonly orderId: string;
  /** What was held when the order was placed, and what earlier shipments of it have paid out. */
  readonly heldMinor: number;
  readonly alreadyPaidMinor: number;
  /** What the lab of this shipment asked, with the transport of this shipment. */
  readonly owed: PriceBreakdown;
  /** What the customer gets back because others shared the set-ups. */
  readonly savedMinor: number;
  readonly customerId: string;
  /** The price as the customer accepted it. */
  readonly optionBreakdown: PriceBreakdown;
  /** True for the last shipment: designer and fund are paid, and the hold is emptied. */
  readonly orderComplete: boolean;
  readonly labId: string;
  readonly designerId: string;
  readonly carrier?: string | undefined;
}

export const holdAccount = (orderId: string): string => `hold:${orderId}`;
export const labAccount = (labId: string): string => `lab:${labId}`;
export const designerAccount = (accountId: string): string => `designer:${accountId}`;
export const customerAccount = (accountId: string): string => `customer:${accountId}`;
export const carrierAccount = (name: string): string => `carrier:${name}`;
export const COMMONS_FUND = 'fund:commons';

/**
 * The postings of one handed-over shipment. The price promised to the customer stands: where another lab had to make
 * what the first could not, the commons fund gains or carries the difference when the order is complete.
 */
export function settleOrderShare(share: OrderShare): Posting[] {
  const { owed, optionBreakdown, orderComplete } = share;
  const labMinor = labShareMinor(owed);
  const carrierMinor = owed.transport;
  const designerMinor = orderComplete ? optionBreakdown.designer : 0;
  const paidNowMinor = labMinor + carrierMinor + designerMinor + share.savedMinor;
  const fundMinor = orderComplete ? share.heldMinor - share.alreadyPaidMinor - paidNowMinor : 0;
  const postings: Posting[] = [
    { account: holdAccount(share.orderId), amountMinor: -(paidNowMinor + fundMinor) },
    { account: labAccount(share.labId), amountMinor: labMinor },
    { account: designerAccount(share.designerId), amountMinor: designerMinor },
    { account: carrierAccount(share.carrier ?? 'unnamed'), amountMinor: carrierMinor },
    { account: customerAccount(share.customerId), amountMinor: share.savedMinor },
    { account: COMMONS_FUND, amountMinor: fundMinor },
  ];
  return postings.filter((posting) => posting.amountMinor !== 0);
}

export interface EarlyEnd {
  readonly orderId: string;
  readonly customerId: string;
  readonly designerId: string;
  /** What is still held, and what labs have got of it. */
  readonly leftMinor: number;
  readonly labPaidMinor: number;
  readonly optionBreakdown: PriceBreakdown;
}

/**
 * The customer wanted nothing more after the prototype: designer and fund get their part of what labs did make, the rest
 * of the hold goes back.
 */
export function settleEarlyEnd(end: EarlyEnd): Posting[] {
  const { orderId, leftMinor, labPaidMinor, optionBreakdown } = end;
  const promisedMinor = labShareMinor(optionBreakdown);
  const madeShare = promisedMinor === 0 ? 0 : Math.min(1, labPaidMinor / promisedMinor);
  const designerMinor = Math.min(Math.max(0, leftMinor), roundMinor(optionBreakdown.designer * madeShare));
  const fundShareMinor = Math.min(Math.max(0, leftMinor - designerMinor), roundMinor(optionBreakdown.commonsFund * madeShare)); // prettier-ignore
  // More than was held is gone already: the fund carries it, as ever.
  const fundMinor = leftMinor < 0 ? leftMinor : fundShareMinor;
  const postings: Posting[] = [
    { account: holdAccount(orderId), amountMinor: -leftMinor },
    { account: designerAccount(end.designerId), amountMinor: designerMinor },
    { account: COMMONS_FUND, amountMinor: fundMinor },
    { account: customerAccount(end.customerId), amountMinor: leftMinor - designerMinor - fundMinor },
  ];
  return postings.filter(({ amountMinor }) => amountMinor !== 0);
}

/** The customer's money is set aside for an order. */
export const holdPostings = (accountId: string, orderId: string, minor: number): Posting[] => [
  { account: customerAccount(accountId), amountMinor: -minor },
  { account: holdAccount(orderId), amountMinor: minor },
];

/** The undo of postings: never deleted, only reversed. */
export const reversed = (postings: readonly Posting[]): Posting[] =>
  postings.map(({ account, amountMinor }) => ({ account, amountMinor: -amountMinor + 0 }));

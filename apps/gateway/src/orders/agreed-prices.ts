// What counter-offers and shared plates make of the price of an order, read off its facts.

import type * as making from '#contracts/messages/making-messages';
import type { DataOf } from '#contracts/define-message';
import { countOf } from '#core/batch/batch';
import type { OfferId } from '#core/kernel/ids';
import { toIso } from '#core/kernel/time';
import type { CounterOfferView, OrderFact } from './order-fact.js';

/** Minor units. */
export interface AgreedPrices {
  /** What was held in addition for counter-offers that the customer agreed to. */
  readonly moreMinor: number;
  /** What of all that is held comes back: shared set-ups, cheaper counter-offers, and yeses that came to nothing. */
  readonly savedMinor: number;
}

const ENDED = new Set(['order.cancelled', 'offer.accepted', 'offer.declined', 'offer.lapsed', 'offer.withdrawn']);
const NOT_MADE = new Set(['offer.declined', 'offer.lapsed', 'offer.withdrawn', 'job.cancelled']);

/** What labs said and nobody answered yet; facts come in the order in which they happened. */
export function counterOffersOf(facts: readonly OrderFact[]): CounterOfferView[] {
  const open = new Map<string, CounterOfferView>();
  for (const { type, data } of facts) {
    const offerId = String(data['offerId']);
    if (type === 'offer.countered') {
      const { labId, labName, reason, moreMinor, laterSeconds, expiresAtMs } = data as unknown as DataOf<typeof making.OfferCountered>; // prettier-ignore
      const expiresAt = toIso(expiresAtMs);
      open.set(offerId, { offerId: offerId as OfferId, labId, labName, reason, moreMinor, laterSeconds, expiresAt });
    }
    if (type === 'counter.answered' || ENDED.has(type)) open.delete(offerId);
    // Nobody is asked to pay more for what is not wanted any more.
    if (type === 'order.cancelled') open.clear();
  }
  return [...open.values()];
}

/** Of a batch that failed in part, what was made counts. */
export function agreedPricesOf(facts: readonly OrderFact[]): AgreedPrices {
  const saved = new Map<string, number>();
  const more = new Map<string, number>();
  const batchOf = new Map<string, string>();
  let heldMoreMinor = 0;
  for (const { type, data } of facts) {
    const { batchId = '', offerId = '', moreMinor = 0 } = data as { batchId?: string; offerId?: string; moreMinor?: number }; // prettier-ignore
    if (type === 'batch.shared') saved.set(batchId, Number(data['savedMinor']));
    if (type === 'offer.countered') batchOf.set(offerId, batchId);
    if (type === 'counter.answered' && data['accepted'] === true) {
      heldMoreMinor += Math.max(0, moreMinor);
      more.set(batchOf.get(offerId) ?? '', Math.max(0, moreMinor));
    }
    if (type === 'offer.accepted') {
      more.set(batchId, Math.max(0, moreMinor));
      saved.set(batchId, (saved.get(batchId) ?? 0) + Math.max(0, -moreMinor));
    }
    if (NOT_MADE.has(type)) for (const kept of [saved, more]) kept.delete(batchId);
    if (type === 'job.failed') for (const kept of [saved, more]) kept.set(batchId, madeShare(kept.get(batchId), data));
  }
  const sum = (kept: Map<string, number>): number => [...kept.values()].reduce((total, minor) => total + minor, 0);
  return { moreMinor: heldMoreMinor, savedMinor: sum(saved) + Math.max(0, heldMoreMinor - sum(more)) };
}

function madeShare(minor: number | undefined, data: OrderFact['data']): number {
  const { made, missing } = data as unknown as DataOf<typeof making.JobFailed>;
  const [some, all] = [countOf(made), countOf([...made, ...missing])];
  return Math.floor(((minor ?? 0) * some) / Math.max(1, all));
}

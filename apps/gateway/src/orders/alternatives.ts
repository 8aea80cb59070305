// Which labs a customer may choose instead of the one that is asked, read off the order's facts.

import type { z } from 'zod';
import type { alternativeViewSchema } from '#contracts/http/orders';
import type { DataOf } from '#contracts/define-message';
import type { OrderPlanned } from '#contracts/messages/making-messages';
import type { BatchId } from '#core/kernel/ids';
import { toIso } from '#core/kernel/time';
import type { OrderFact } from './order-fact.js';

/** The labs, and the batches that would go there. */
export interface Choice {
  readonly alternatives: readonly z.infer<typeof alternativeViewSchema>[];
  readonly batchIds: readonly BatchId[];
}

const NO_CHOICE: Choice = { alternatives: [], batchIds: [] };

/** After these the plan is settled: somebody makes it, nobody will, or another is on its way. */
const SETTLES = new Set([
  'batch.shared',
  'offer.accepted',
  'offer.declined',
  'offer.lapsed',
  'offer.withdrawn',
  'lab.chosen',
  'order.cancelled',
  'order.stranded',
]);

/** Facts come in the order in which they happened; the last plan counts, once its lab was asked. */
export function choiceOf(facts: readonly OrderFact[]): Choice {
  const at = facts.findLastIndex(({ type }) => type === 'order.planned');
  if (at < 0) return NO_CHOICE;
  const { alternatives = [], batches } = facts[at]!.data as unknown as DataOf<typeof OrderPlanned>;
  const batchIds = batches.map(({ batchId }) => batchId);
  const about = ({ data }: OrderFact): boolean =>
    data['batchId'] === undefined || batchIds.includes(data['batchId'] as BatchId);
  const isSettled = facts.slice(at + 1).some((fact) => SETTLES.has(fact.type) && about(fact));
  const isAsked = facts.some((fact) => fact.type === 'offer.made' && about(fact));
  if (alternatives.length === 0 || isSettled || !isAsked) return NO_CHOICE;
  return {
    batchIds,
    alternatives: alternatives.map(({ readyAtMs, ...lab }) => ({ ...lab, readyAt: toIso(readyAtMs) })),
  };
}

// What may matter most to a customer, in words.

import type { Objective } from '#core/routing/objective';

/** As a choice. */
export const OBJECTIVE_CHOICES: readonly { readonly id: Objective | ''; readonly label: string }[] = [
  { id: '', label: 'As the network orders them' },
  { id: 'closest', label: 'Close to me' },
  { id: 'cheapest', label: 'A low price' },
  { id: 'fastest', label: 'To have it soon' },
  { id: 'greenest', label: 'Little CO₂e' },
  { id: 'balanced', label: 'All of it, weighed in money' },
];

/** How a list is ordered by it, to follow "in this order: ". */
export const ORDER_WORDS: Readonly<Record<Objective, string>> = {
  closest: 'the closest lab first, and of those equally close the one that is ready first',
  cheapest: 'the lowest price first',
  fastest: 'first what you have soonest',
  greenest: 'the least CO₂e first',
  balanced: 'the lowest cost first, with everything that matters weighed in money',
};

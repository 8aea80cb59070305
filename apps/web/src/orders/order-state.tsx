// The state of an order, in a word and in a sentence.

import type { OrderState } from '#contracts/http/orders';
import { Badge, type Tone } from '../parts/badge.js';

const STATES: Readonly<Record<OrderState, readonly [word: string, tone: Tone, sentence: string]>> = {
  placed: ['placed', 'busy', 'The order is placed and the money is held. A lab is being asked.'],
  gathering: [
    'waiting for others',
    'busy',
    'The order waits for others to share a plate with; it begins in time for what was promised.',
  ],
  planned: ['lab asked', 'busy', 'The order is laid out on plates and a lab has been asked to make it.'],
  accepted: ['accepted', 'busy', 'A lab has accepted the work.'],
  making: ['being made', 'busy', 'The parts are being made.'],
  prototype: ['look at the prototype', 'warn', 'The prototype is made. The rest waits for your word.'],
  stranded: [
    'waiting for a lab',
    'warn',
    'No lab can make what is missing right now. It is tried again whenever the network changes.',
  ],
  ready: ['ready', 'good', 'The parts are made.'],
  settled: ['settled', 'good', 'The parts are handed over and everybody is paid.'],
  cancelling: ['being cancelled', 'warn', 'The lab is told to stop; then the money is released.'],
  cancelled: ['cancelled', 'plain', 'The order was cancelled and the held money released.'],
};

/** No more news is to be expected. */
export const isOver = (state: OrderState): boolean => state === 'settled' || state === 'cancelled';

export const sentenceOf = (state: OrderState): string => STATES[state][2];

/** The state as a badge. */
export function OrderBadge({ state }: { readonly state: OrderState }) {
  const [word, tone] = STATES[state];
  return <Badge tone={tone}>{word}</Badge>;
}

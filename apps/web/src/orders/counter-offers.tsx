// A lab would make it at another price or date: who, why, how much, and the customer's word on it.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { type OrderView, answerCounterOffer } from '#contracts/http/orders';
import type { Currency } from '#core/kernel/money';
import { call } from '../api/client.js';
import { listOf, showDateTime, showDuration, showMoney } from '../parts/format.js';
import { YesOrNo } from '../parts/yes-or-no.js';
import { ProblemNotice } from '../shell/notices.js';

type Counter = OrderView['counterOffers'][number];

/** What the lab asks instead, in words: `for €2.50 more and 2 h 00 min later`. */
export function showChange({ moreMinor, laterSeconds }: Counter, currency: Currency): string {
  const price = `for ${showMoney(Math.abs(moreMinor), currency)} ${moreMinor > 0 ? 'more' : 'less'}`;
  const words = [
    ...(moreMinor === 0 ? [] : [price]),
    ...(laterSeconds === 0 ? [] : [`${showDuration(laterSeconds)} later`]),
  ];
  return listOf(words);
}

/** One card for each that waits; what was said last is told where it stood. */
export function CounterOffers({ order }: { readonly order: OrderView }) {
  const [said, setSaid] = useState('');
  const told = useRef<HTMLOutputElement>(null);
  const onAnswered = (words: string): void => {
    setSaid(words);
    // The button that was pressed is gone with its card: the reader is taken to what came of it.
    told.current?.focus();
  };
  return (
    <div aria-live="polite">
      {order.counterOffers.map((counter) => (
        <CounterOfferCard key={counter.offerId} order={order} counter={counter} onAnswered={onAnswered} />
      ))}
      <output ref={told} tabIndex={-1}>
        {said}
      </output>
    </div>
  );
}

interface CardProps {
  readonly order: OrderView;
  readonly counter: Counter;
  readonly onAnswered: (words: string) => void;
}

function CounterOfferCard({ order, counter, onAnswered }: CardProps) {
  const { offerId, labId, labName, reason, moreMinor, expiresAt } = counter;
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (accepted: boolean) =>
      call(answerCounterOffer, { params: { orderId: order.id, offerId }, body: { accepted } }),
    onSuccess: (changed, accepted) => {
      queries.setQueryData(['mine', 'order', order.id], changed);
      void queries.invalidateQueries({ queryKey: ['mine', 'ledger', order.id] });
      onAnswered(accepted ? `You agreed; ${labName} is told.` : 'The next lab is asked.');
    },
    onError: () => queries.invalidateQueries({ queryKey: ['mine', 'order', order.id] }),
  });
  const pending = answer.isPending ? answer.variables : undefined;
  const more = showMoney(moreMinor, order.currency);
  const headingId = `counter-${offerId}`;
  return (
    <section className="notice" aria-labelledby={headingId}>
      <h2 id={headingId}>A lab asks you</h2>
      <p>
        <Link to={`/labs/${labId}`}>{labName}</Link> would make it <b>{showChange(counter, order.currency)}</b>
        {reason === '' ? '.' : <>: “{reason}”</>}
      </p>
      <p className="fine">
        It waits for your word until {showDateTime(expiresAt)}; then the next lab is asked.
        {moreMinor < 0 ? ' What is less comes back when the order is handed over.' : ''}
      </p>
      <YesOrNo
        yes={moreMinor > 0 ? `Agree: ${more} more is held` : 'Agree'}
        no="Ask the next lab"
        pending={pending}
        onAnswer={(said) => answer.mutate(said)}
      />
      {answer.isError ? <ProblemNotice error={answer.error} /> : null}
    </section>
  );
}

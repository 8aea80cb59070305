// The prototype is made: is the rest to be?

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type OrderView, answerPrototype } from '#contracts/http/orders';
import { call } from '../api/client.js';
import { YesOrNo } from '../parts/yes-or-no.js';
import { ProblemNotice } from '../shell/notices.js';

/** A card while the customer's word is awaited; what was said is told where it stood. */
export function PrototypeQuestion({ order }: { readonly order: OrderView }) {
  const [said, setSaid] = useState('');
  const told = useRef<HTMLOutputElement>(null);
  const queries = useQueryClient();
  const answer = useMutation({
    mutationFn: (goOn: boolean) => call(answerPrototype, { params: { orderId: order.id }, body: { goOn } }),
    onSuccess: (changed, goOn) => {
      queries.setQueryData(['mine', 'order', order.id], changed);
      void queries.invalidateQueries({ queryKey: ['mine', 'ledger', order.id] });
      setSaid(goOn ? 'The rest is being planned.' : 'Nothing more is made; what was held for it comes back.');
      // The button that was pressed is gone with its card: the reader is taken to what came of it.
      told.current?.focus();
    },
    onError: () => queries.invalidateQueries({ queryKey: ['mine', 'order', order.id] }),
  });
  const pending = answer.isPending ? answer.variables : undefined;
  return (
    <div aria-live="polite">
      {order.prototype === 'made' ? (
        <section className="notice" aria-labelledby="prototype-heading">
          <h2 id="prototype-heading">Is the prototype as you want it?</h2>
          <p>
            One is made. Collect it or wait for it, look at it, and say whether the rest is to be made. If not, you pay
            for the prototype alone.
          </p>
          <YesOrNo yes="Make the rest" no="Make no more" pending={pending} onAnswer={(said) => answer.mutate(said)} />
          {answer.isError ? <ProblemNotice error={answer.error} /> : null}
        </section>
      ) : null}
      <output ref={told} tabIndex={-1}>
        {said}
      </output>
    </div>
  );
}

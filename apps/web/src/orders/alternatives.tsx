// What was planned again could be made elsewhere, too: the customer may choose while nobody has accepted.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Link } from 'react-router';
import { type OrderView, chooseLab } from '#contracts/http/orders';
import { call } from '../api/client.js';
import { showDateTime, showKm, showMoney } from '../parts/format.js';
import { ProblemNotice } from '../shell/notices.js';

type Alternative = OrderView['alternatives'][number];

/** The labs, each with a button; what was chosen last is told where they stood. */
export function Alternatives({ order }: { readonly order: OrderView }) {
  const { id: orderId, alternatives, currency } = order;
  const [said, setSaid] = useState('');
  const told = useRef<HTMLOutputElement>(null);
  const queries = useQueryClient();
  const choose = useMutation({
    mutationFn: ({ labId }: Alternative) => call(chooseLab, { params: { orderId }, body: { labId } }),
    onSuccess: (changed, { labName }) => {
      queries.setQueryData(['mine', 'order', orderId], changed);
      setSaid(`${labName} is asked instead, if nobody has accepted it meanwhile.`);
      told.current?.focus();
    },
    onError: () => queries.invalidateQueries({ queryKey: ['mine', 'order', orderId] }),
  });
  return (
    <div aria-live="polite">
      {alternatives.length === 0 ? null : (
        <section className="notice" aria-labelledby="alternatives-heading">
          <h2 id="alternatives-heading">Another lab is asked now</h2>
          <p>You may choose a different one while it has not accepted. Your price stays as it was agreed.</p>
          <ul className="rows">
            {alternatives.map((lab) => (
              <li key={lab.labId}>
                <span>
                  <Link to={`/labs/${lab.labId}`}>{lab.labName}</Link>, {showKm(lab.distanceKm)}, ready{' '}
                  {showDateTime(lab.readyAt)}{' '}
                  <span className="fine">(it would ask {showMoney(lab.priceMinor, currency)})</span>
                </span>
                <Button
                  className="button"
                  isPending={choose.isPending && choose.variables.labId === lab.labId}
                  isDisabled={choose.isPending && choose.variables.labId !== lab.labId}
                  onPress={() => choose.mutate(lab)}
                >
                  Ask {lab.labName} instead
                </Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      <output ref={told} tabIndex={-1}>
        {said}
      </output>
      {choose.isError ? <ProblemNotice error={choose.error} /> : null}
    </div>
  );
}

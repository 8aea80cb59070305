// Cancel while nothing is made yet; asked twice, because it cannot be undone.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { type OrderState, type OrderView, cancelOrder } from '#contracts/http/orders';
import { call } from '../api/client.js';
import { ProblemNotice } from '../shell/notices.js';

const CANCELLABLE: readonly OrderState[] = ['placed', 'planned', 'accepted', 'stranded'];

/** Nothing once it is too late. */
export function CancelOrder({ order }: { readonly order: OrderView }) {
  const queries = useQueryClient();
  const [isSure, setSure] = useState(false);
  const cancel = useMutation({
    mutationFn: () => call(cancelOrder, { params: { orderId: order.id }, body: { reason: 'the customer cancelled' } }),
    onSuccess: (changed) => queries.setQueryData(['mine', 'order', order.id], changed),
  });
  if (cancel.isError) return <ProblemNotice error={cancel.error} />;
  if (!CANCELLABLE.includes(order.state)) return null;
  if (!isSure) {
    return (
      <Button className="button" onPress={() => setSure(true)}>
        Cancel the order …
      </Button>
    );
  }
  return (
    <div className="button-row" role="group" aria-label="Cancel the order?">
      <Button className="button button-danger" autoFocus isPending={cancel.isPending} onPress={() => cancel.mutate()}>
        Yes, cancel it
      </Button>
      <Button className="button" onPress={() => setSure(false)}>
        Keep it
      </Button>
    </div>
  );
}

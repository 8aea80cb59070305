// Cancel while nothing is made yet.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type OrderState, type OrderView, cancelOrder } from '#contracts/http/orders';
import { call } from '../api/client.js';
import { AskTwice } from '../parts/ask-twice.js';
import { ProblemNotice } from '../shell/notices.js';

const CANCELLABLE: readonly OrderState[] = ['placed', 'gathering', 'planned', 'accepted', 'stranded'];

/** Nothing once it is too late. */
export function CancelOrder({ order }: { readonly order: OrderView }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => call(cancelOrder, { params: { orderId: order.id }, body: { reason: 'the customer cancelled' } }),
    onSuccess: (changed) => queries.setQueryData(['mine', 'order', order.id], changed),
  });
  if (cancel.isError) return <ProblemNotice error={cancel.error} />;
  if (!CANCELLABLE.includes(order.state)) return null;
  return (
    <AskTwice
      ask="Cancel the order …"
      confirm="Yes, cancel it"
      keep="Keep it"
      isPending={cancel.isPending}
      onConfirm={() => cancel.mutate()}
    />
  );
}

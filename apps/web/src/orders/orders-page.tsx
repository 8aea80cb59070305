// My orders, newest first.

import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Link } from 'react-router';
import { listOrders } from '#contracts/http/orders';
import { call } from '../api/client.js';
import { showDateTime, showMoney } from '../parts/format.js';
import { MembersOnly } from '../shell/members-only.js';
import { EmptyNotice, Loading, ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { OrderBadge } from './order-state.js';

/** `/orders` */
export function OrdersPage() {
  return (
    <Page title="Orders" narrow>
      <MembersOnly>{() => <OrderList />}</MembersOnly>
    </Page>
  );
}

function OrderList() {
  const found = useInfiniteQuery({
    queryKey: ['mine', 'orders'],
    queryFn: ({ pageParam, signal }) =>
      call(listOrders, { query: pageParam === '' ? {} : { cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  });
  const orders = found.data?.pages.flatMap((page) => page.orders) ?? [];
  if (found.isPending) return <Loading what="your orders" heightRem={20} />;
  if (found.isError) return <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />;
  if (orders.length === 0) {
    return (
      <EmptyNotice title="You have not ordered anything yet.">
        <p>
          <Link to="/">See the designs</Link>
        </p>
      </EmptyNotice>
    );
  }
  return (
    <>
      <ul className="rows order-rows">
        {orders.map(({ id, title, state, quantity, placedAt, totalMinor, currency }) => (
          <li key={id}>
            <Link to={`/orders/${id}`}>
              {quantity} × {title}
            </Link>
            <OrderBadge state={state} />
            <span className="fine">{showDateTime(placedAt)}</span>
            <b className="num">{showMoney(totalMinor, currency)}</b>
          </li>
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button
          className="button load-more"
          isPending={found.isFetchingNextPage}
          onPress={() => void found.fetchNextPage()}
        >
          Show more orders
        </Button>
      ) : null}
    </>
  );
}

// An order from the click to the books, as it happens.

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { Link, useParams } from 'react-router';
import { addressOf } from '#contracts/http/call-route';
import { type OrderView, readOrder } from '#contracts/http/orders';
import { printAttribution } from '#contracts/http/release-papers';
import { call } from '../api/client.js';
import { type Connection, useOrderNews } from '../api/watch-order.js';
import { LabLinks, MadeTogether } from '../quote/made-together.js';
import { showDateTime, showKm, showMoney } from '../parts/format.js';
import { MembersOnly } from '../shell/members-only.js';
import { Answer } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { Alternatives } from './alternatives.js';
import { CancelOrder } from './cancel-order.js';
import { CounterOffers } from './counter-offers.js';
import { Jobs } from './jobs.js';
import { LedgerTable } from './ledger-table.js';
import { OrderPrice } from './order-price.js';
import { OrderBadge, isOver, sentenceOf } from './order-state.js';
import { PrototypeQuestion } from './prototype-question.js';
import { Shipments } from './shipments.js';
import { Timeline } from './timeline.js';

/** As many attribution cards as are printed at once. */
const MOST_CARDS = 200;
/** At most this often is the order read again while news comes in. */
const READ_EVERY_MS = 400;

/** `/orders/:orderId` */
export function OrderPage() {
  const { orderId = '' } = useParams();
  return (
    <Page title="Order" lead={<code>{orderId}</code>}>
      <MembersOnly>{() => <LiveOrder key={orderId} orderId={orderId} />}</MembersOnly>
    </Page>
  );
}

function LiveOrder({ orderId }: { readonly orderId: string }) {
  const order = useQuery({
    queryKey: ['mine', 'order', orderId],
    queryFn: ({ signal }) => call(readOrder, { params: { orderId }, signal }),
  });
  const onNews = useReadAgain(orderId);
  const isOpen = order.data !== undefined && !isOver(order.data.state);
  const connection = useOrderNews(orderId, { onNews, enabled: isOpen });
  return (
    <Answer query={order} what="the order" heightRem={50}>
      {(found) => <OrderDetails order={found} connection={isOpen ? connection : undefined} />}
    </Answer>
  );
}

/** Reads the order again soon after news, once for many. */
function useReadAgain(orderId: string): () => void {
  const queries = useQueryClient();
  const later = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(later.current), []);
  return useCallback(() => {
    later.current ??= setTimeout(() => {
      later.current = undefined;
      void queries.invalidateQueries({ queryKey: ['mine', 'order', orderId] });
      void queries.invalidateQueries({ queryKey: ['mine', 'ledger', orderId] });
    }, READ_EVERY_MS);
  }, [queries, orderId]);
}

interface ViewProps {
  readonly order: OrderView;
  readonly connection: Connection | undefined;
}

function OrderDetails({ order, connection }: ViewProps) {
  return (
    <>
      <CounterOffers order={order} />
      <PrototypeQuestion order={order} />
      <Alternatives order={order} />
      <div className="order-top">
        <section className="facts" aria-label="State">
          <output className="order-state">
            <OrderBadge state={order.state} /> {sentenceOf(order.state)}
          </output>
          <OrderFacts order={order} />
          <CancelOrder order={order} />
        </section>
        <Shipments order={order} />
      </div>
      <Jobs jobs={order.jobs} />
      <div className="columns">
        <Timeline entries={order.timeline} connection={connection} />
        <div>
          <section aria-labelledby="price-heading">
            <h2 id="price-heading">The price taken apart</h2>
            <OrderPrice order={order} />
          </section>
          <LedgerTable orderId={order.id} version={order.timeline.length} />
        </div>
      </div>
    </>
  );
}

const PROTOTYPE_WORDS: Readonly<Record<NonNullable<OrderView['prototype']>, string>> = {
  awaited: 'one to look at; the rest when you have said yes to it',
  made: 'one to look at: it is made, and the rest waits for your word',
  approved: 'one to look at, to which you said yes',
  refused: 'one to look at, after which you wanted no more',
};

function OrderFacts({ order }: { readonly order: OrderView }) {
  const { quantity, title, version, material, color, option, delivery, to, totalMinor, currency, payment } = order;
  return (
    <>
      <p className="lead">
        {quantity} × {title} {version}, {material}
        {color === undefined ? '' : `, ${color}`}
      </p>
      <dl className="facts-line">
        <dt>Placed</dt>
        <dd>{showDateTime(order.placedAt)}</dd>
        {order.waitsUntil === undefined ? null : (
          <>
            <dt>May wait for others</dt>
            <dd>promised by {showDateTime(order.waitsUntil)}</dd>
          </>
        )}
        {order.prototype === undefined ? null : (
          <>
            <dt>Made first</dt>
            <dd>{PROTOTYPE_WORDS[order.prototype]}</dd>
          </>
        )}
        <dt>{option.shares ? 'Made at' : 'Lab chosen'}</dt>
        <dd>
          <LabLinks option={option} />, {showKm(option.distanceKm)} (
          <Link to={`/decisions/${order.decisionId}`}>why {option.shares ? 'there' : 'this lab'}</Link>)
          <MadeTogether option={option} />
        </dd>
        <dt>{delivery === 'pickup' ? 'You collect it' : 'Shipped to'}</dt>
        <dd>
          {delivery === 'pickup'
            ? option.shares
              ? 'where each part is made'
              : 'at the lab'
            : (to.label ?? 'the place you gave')}
        </dd>
        <dt>Payment</dt>
        <dd>
          {showMoney(totalMinor, currency)} by {payment.provider}, {payment.state}; reference{' '}
          <code>{payment.reference}</code>
        </dd>
        <dt>Licence</dt>
        <dd>
          {order.license} (
          <a
            href={addressOf(printAttribution, {
              params: { releaseId: order.releaseId },
              query: { copies: Math.min(quantity, MOST_CARDS) },
            })}
          >
            attribution {quantity === 1 ? 'card' : 'cards'} as PDF
          </a>
          )
        </dd>
      </dl>
    </>
  );
}

// Before buying: the price taken apart, who gets what, and one button that can only buy once.

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { readRelease } from '#contracts/http/releases';
import { placeOrder } from '#contracts/http/orders';
import { type QuoteView, readQuote } from '#contracts/http/quotes';
import type { QuoteOption } from '#core/quote/quote';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { FewChoices } from '../parts/fields.js';
import { countOf, showKm, showMoney, showReady } from '../parts/format.js';
import { Answer, EmptyNotice, ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { BreakdownTable, ShareTable } from './breakdown-table.js';
import { MadeTogether } from './made-together.js';
import { keyOfConfirmation } from './confirmation-key.js';

/** `/quotes/:quoteId/:optionId` */
export function ConfirmPage() {
  const { quoteId = '', optionId = '' } = useParams();
  const quote = useQuery({
    queryKey: ['quote', quoteId],
    queryFn: ({ signal }) => call(readQuote, { params: { quoteId }, signal }),
    staleTime: Infinity,
  });
  return (
    <Page title="Check and order" narrow>
      <Answer query={quote} what="the quote" heightRem={40}>
        {(found) => {
          const option = found.options.find(({ id }) => id === optionId);
          return option ? (
            <Confirmation quote={found} option={option} />
          ) : (
            <EmptyNotice title="The quote has no such option." />
          );
        }}
      </Answer>
    </Page>
  );
}

interface ConfirmationProps {
  readonly quote: QuoteView;
  readonly option: QuoteOption;
}

function Confirmation({ quote, option }: ConfirmationProps) {
  const { releaseId } = quote;
  const release = useQuery({
    queryKey: ['release', releaseId],
    queryFn: ({ signal }) => call(readRelease, { params: { releaseId }, signal }),
  });
  return (
    <Answer query={release} what="the release" heightRem={30}>
      {({ title, version, designer, license, slug }) => (
        <>
          <section className="facts" aria-label="What you order">
            <p className="lead">
              {quote.quantity} × <Link to={`/designs/${slug}?quote=${quote.id}`}>{title}</Link> {version},{' '}
              {quote.material}
              {quote.color === undefined ? '' : `, ${quote.color}`}
            </p>
            <p>
              Made by <b>{option.labName}</b>, {showKm(option.distanceKm)} from {quote.to.label ?? 'the place you gave'}
              ; ready {showReady(option.readyAtMs)};{' '}
              {quote.delivery === 'pickup'
                ? option.shares
                  ? 'you collect each part where it is made'
                  : 'you collect it there'
                : 'it is shipped to you'}
              . Licence {license}.
            </p>
            <MadeTogether option={option} />
            {quote.prototypeFirst === true ? (
              <p>
                One is made first. The rest is made when you have said yes to it; if you say no, you pay for the one
                alone. “Ready” counts without the time that you take to look.
              </p>
            ) : null}
          </section>
          <div className="columns">
            <div>
              <h2>The price taken apart</h2>
              <BreakdownTable option={option} />
            </div>
            <div>
              <h2>Where the money goes</h2>
              <ShareTable option={option} designerName={designer.name} />
            </div>
          </div>
          <OrderButton quote={quote} option={option} />
        </>
      )}
    </Answer>
  );
}

/** Hours that an order may wait for others, as the choice is named. */
type Patience = '0' | '72' | '168' | '336';
const PATIENCES: readonly { readonly id: Patience; readonly label: string }[] = [
  { id: '0', label: 'As soon as it can be made' },
  { id: '72', label: 'Within 3 days' },
  { id: '168', label: 'Within a week' },
  { id: '336', label: 'Within two weeks' },
];

/** What waiting is for, always as high, so that nothing moves when the choice changes. */
function SharingNote({ option, isWaiting }: { readonly option: QuoteOption; readonly isWaiting: boolean }) {
  const { sharing, currency } = option;
  const others = sharing && countOf(sharing.orders, 'other order');
  return (
    <p className="fine" aria-live="polite">
      {isWaiting
        ? 'Your parts may wait for others to share a plate with. What the shared set-up saves comes back to you; the price above is the most that you pay.'
        : 'Your parts go on the next free machine, on a plate of their own.'}{' '}
      {sharing
        ? `Waiting there now: ${others}. To share their plate would save you about ${showMoney(sharing.savesMinor, currency)}.`
        : ''}
    </p>
  );
}

function OrderButton({ quote, option }: ConfirmationProps) {
  const { account, has } = useSession();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [patience, setPatience] = useState<Patience>('0');
  const canWaitHours = Number(patience);
  const order = useMutation({
    mutationFn: () =>
      call(placeOrder, {
        body: { quoteId: quote.id, optionId: option.id, ...(canWaitHours === 0 ? {} : { canWaitHours }) },
        idempotencyKey: keyOfConfirmation(quote.id, option.id, canWaitHours),
      }),
    onSuccess: ({ id }) => navigate(`/orders/${id}`, { replace: true }),
  });
  if (account === null) {
    const next = encodeURIComponent(pathname);
    return (
      <section className="notice" aria-label="Sign in to order">
        <p>Your choice is kept while you sign in.</p>
        <p className="button-row">
          <Link className="button button-primary" to={`/sign-in?next=${next}`}>
            Sign in to order
          </Link>
          <Link className="button" to={`/sign-up?next=${next}`}>
            Make an account
          </Link>
        </p>
      </section>
    );
  }
  if (account && !has('customer')) {
    return <EmptyNotice title="Your account cannot order: it has no customer role." />;
  }
  return (
    <section className="order-now" aria-label="Order">
      {order.isError ? <ProblemNotice error={order.error} /> : null}
      <FewChoices label="When do you need it?" choices={PATIENCES} value={patience} onChange={setPatience} />
      <SharingNote option={option} isWaiting={canWaitHours > 0} />
      <p>
        You pay by invoice. {showMoney(option.priceMinor, option.currency)} is held now and paid out when the parts are
        handed over; cancelling before anything is made releases it.
      </p>
      <Button
        className="button button-primary"
        isPending={order.isPending || account === undefined}
        onPress={() => order.mutate()}
      >
        {order.isPending ? 'Ordering …' : 'Order and pay by invoice'}
      </Button>
    </section>
  );
}

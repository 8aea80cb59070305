// Buys one option of a quote: payment promised, money held, order written and told in one transaction, once per key.

import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { OrderView } from '#contracts/http/orders';
import { OrderPlaced, type PlacedOrder } from '#contracts/messages/order-messages';
import type { NewId, OptionId, QuoteId } from '#core/kernel/ids';
import { HOUR_MS } from '#core/kernel/time';
import { ok, refuse, type Result } from '#core/kernel/result';
import { holdPostings } from '#core/settlement/settle';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { Identity } from '#platform/http/identity';
import { RefusedRequest, valueOrRefused } from '#platform/http/refused-request';
import { ReleasesRepository } from '../catalogue/releases.repository.js';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import type { QuoteRow } from '../quotes/quote.entity.js';
import { QuotesRepository } from '../quotes/quotes.repository.js';
import { refuseMaking } from '../quotes/request-quote.js';
import { KeptAnswerRow, type OrderRow } from './order.entity.js';
import { OrdersRepository } from './orders.repository.js';
import { PAYMENT_PROVIDER, type PaymentProvider } from './payment-provider.js';

interface Purchase {
  readonly quoteId: QuoteId;
  readonly optionId: OptionId;
  readonly canWaitHours?: number | undefined;
}

// As it was before waiting could be chosen, where it is not: keys that were used are not to be another body's.
const bodyHashOf = ({ quoteId, optionId, canWaitHours = 0 }: Purchase): string =>
  createHash('sha256')
    .update([quoteId, optionId, ...(canWaitHours === 0 ? [] : [canWaitHours])].join('|'))
    .digest('hex');

@Injectable()
export class PlaceOrder {
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(QuotesRepository) private readonly quotes!: QuotesRepository;
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(OrdersRepository) private readonly orders!: OrdersRepository;
  @Inject(LedgerRepository) private readonly ledger!: LedgerRepository;
  @Inject(PAYMENT_PROVIDER) private readonly provider!: PaymentProvider;
  @Inject(NEW_ID) private readonly newId!: NewId;

  async handle(account: Identity, key: string | undefined, purchase: Purchase): Promise<Result<OrderView>> {
    if (key === undefined || key === '' || key.length > 255) {
      return refuse('order/key-missing', 'The header Idempotency-Key is missing, or longer than 255 characters.', {
        remedy: 'Send a new random key with every new order, and the same key with every repetition.',
      });
    }
    try {
      return await this.unitOfWork.run((tx) => this.once(tx, account, key, purchase));
    } catch (error) {
      // A refusal undoes the transaction, so that the key is free for another try.
      if (error instanceof RefusedRequest) return { ok: false, refusal: error.refusal };
      throw error;
    }
  }

  private async once(tx: Tx, account: Identity, key: string, purchase: Purchase): Promise<Result<OrderView>> {
    const bodyHash = bodyHashOf(purchase);
    // Of several at once, one inserts; the others wait here for its commit and then find its answer.
    const inserted = (await tx.manager.query(
      `insert into kept_answer (account_id, key, body_hash, created_at) values ($1, $2, $3, $4)
       on conflict do nothing returning 1`,
      [account.accountId, key, bodyHash, new Date(tx.nowMs)],
    )) as unknown[];
    const where = { accountId: account.accountId, key };
    if (inserted.length === 0) {
      const kept = await tx.manager.findOneByOrFail(KeptAnswerRow, where);
      if (kept.bodyHash === bodyHash) return ok(kept.answer as OrderView);
      return refuse('order/key-reused', 'This Idempotency-Key was used for another option or quote.', {
        remedy: 'Use a new key for a new order.',
      });
    }
    const view = await this.place(tx, account, purchase);
    await tx.manager.update(KeptAnswerRow, where, { answer: view as never });
    return ok(view);
  }

  private async place(
    tx: Tx,
    account: Identity,
    { quoteId, optionId, canWaitHours = 0 }: Purchase,
  ): Promise<OrderView> {
    const quote = valueOrRefused(await this.openQuote(tx, quoteId));
    const option = quote.shown.options.find(({ id }) => id === optionId);
    if (!option) {
      return valueOrRefused(
        refuse('quote/no-such-option', `The quote has no option ${optionId}.`, {
          remedy: 'Choose one of its options.',
        }),
      );
    }
    const orderId = this.newId('order');
    const { quantity, material, color, to, delivery, decisionId, objective, prototypeFirst } = quote.shown;
    const placed: PlacedOrder = {
      orderId,
      release: quote.snapshot.release as PlacedOrder['release'],
      quantity,
      material,
      to,
      delivery,
      option,
      ...(color === undefined ? {} : { color }),
      ...(objective === undefined ? {} : { objective }),
      ...(prototypeFirst === true ? { prototypeFirst } : {}),
      ...(canWaitHours === 0 ? {} : { canWaitMs: Math.round(canWaitHours * HOUR_MS) }),
      heldMinor: option.priceMinor,
      currency: option.currency,
      policyVersion: 1,
    };
    const charge = { accountId: account.accountId, orderId, amountMinor: option.priceMinor, currency: option.currency };
    const { reference } = valueOrRefused(await this.provider.authorise(tx.manager, charge));
    const order: OrderRow = {
      id: orderId,
      accountId: account.accountId,
      designerId: quote.snapshot.designerId,
      placed: {
        ...placed,
        decisionId,
      },
      state: 'placed',
      paymentProvider: this.provider.id,
      paymentReference: reference,
      paymentState: 'held',
      placedAt: new Date(tx.nowMs),
    };
    await this.orders.add(tx.manager, order);
    const postings = holdPostings(account.accountId, orderId, option.priceMinor);
    await this.ledger.post(tx.manager, { kind: 'hold', orderId, currency: option.currency, postings, atMs: tx.nowMs });
    const data = { labName: option.labName, totalMinor: option.priceMinor, currency: option.currency };
    await this.orders.addFact(tx.manager, orderId, {
      eventId: this.newId('event'),
      atMs: tx.nowMs,
      type: OrderPlaced.name,
      data,
    });
    await tx.tell(OrderPlaced, { kind: 'order', id: orderId }, placed);
    return this.orders.viewOf(order, tx.manager);
  }

  private async openQuote({ manager, nowMs }: Tx, quoteId: QuoteId): Promise<Result<QuoteRow>> {
    const quote = await this.quotes.find(quoteId, manager);
    if (!quote) return refuse('quote/not-found', `There is no quote ${quoteId}.`, { remedy: 'Ask for a new one.' });
    if (quote.expiresAt.getTime() <= nowMs) {
      return refuse('quote/expired', `The quote was good until ${quote.expiresAt.toISOString()}.`, {
        remedy: 'Ask for a new one.',
      });
    }
    const release = await this.releases.find(quote.shown.releaseId, manager);
    return (release && refuseMaking(release.view)) ?? ok(quote);
  }
}

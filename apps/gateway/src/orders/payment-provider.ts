// How a customer pays: a port, and the provider that writes invoices.

import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AccountId, OrderId } from '#core/kernel/ids';
import { formatMoney, money, type Currency } from '#core/kernel/money';
import { ok, refuse, type Result } from '#core/kernel/result';
import { customerAccount } from '#core/settlement/settle';
import { LedgerRepository } from '../ledger/ledger.repository.js';
import { SETTINGS, type Settings } from '../settings.js';

export const PAYMENT_PROVIDER = Symbol('PAYMENT_PROVIDER');

export interface Charge {
  readonly accountId: AccountId;
  readonly orderId: OrderId;
  readonly amountMinor: number;
  readonly currency: Currency;
}

/** Promises the money of an order, takes it, or lets it go. */
export interface PaymentProvider {
  readonly id: string;
  /** Within the transaction that places the order. Refuses `payment/refused`. */
  authorise(manager: EntityManager, charge: Charge): Promise<Result<{ readonly reference: string }>>;
  /** What the payment is after the order was handed over. */
  capture(): 'due' | 'paid';
  /** What the payment is after the order was cancelled. */
  release(): 'released';
}

/** Writes an invoice after the hand-over; trusts an account up to a limit. */
@Injectable()
export class InvoiceProvider implements PaymentProvider {
  readonly id = 'invoice';

  constructor(
    @Inject(LedgerRepository) private readonly ledger: LedgerRepository,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async authorise(
    manager: EntityManager,
    { accountId, orderId, amountMinor, currency }: Charge,
  ): Promise<Result<{ reference: string }>> {
    // Orders of one account one after the other, or two could use the same credit. Not FOR UPDATE: each has a row that
    // refers to the account already, and two that hold such a reference would wait for each other for ever.
    await manager.query('select 1 from account where id = $1 for no key update', [accountId]);
    const owedMinor = -(await this.ledger.balance(manager, customerAccount(accountId), currency));
    const limitMinor = this.settings.CREDIT_LIMIT_MINOR;
    if (owedMinor + amountMinor <= limitMinor) return ok({ reference: `INV-${orderId.slice(-12).toUpperCase()}` });
    const open = formatMoney(money(owedMinor, currency));
    const limit = formatMoney(money(limitMinor, currency));
    return refuse(
      'payment/refused',
      `With ${open} open, this order goes beyond the ${limit} that are trusted to an account.`,
      {
        remedy: 'Pay open invoices first, or order less.',
      },
    );
  }

  capture(): 'due' {
    return 'due';
  }

  release(): 'released' {
    return 'released';
  }
}

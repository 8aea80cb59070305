// The books: what an order moved, what was paid, and whether all of it adds up.

import { z } from 'zod';
import { currencySchema, idOf, minorSchema, plainText } from '../shapes.js';
import { defineRoute } from './define-route.js';

const orderParams = z.object({ orderId: idOf('order') });

export const ledgerEntrySchema = z.object({
  id: idOf('entry'),
  transactionId: idOf('transaction'),
  kind: z.string(),
  account: z.string(),
  amountMinor: minorSchema,
  currency: currencySchema,
  at: z.string(),
});

export const orderLedger = defineRoute({
  id: 'orderLedger',
  method: 'GET',
  path: '/api/orders/:orderId/ledger',
  summary: 'Every entry that this order caused; they sum to zero.',
  access: 'member',
  scope: 'orders:read',
  params: orderParams,
  status: 200,
  answer: z.object({ entries: z.array(ledgerEntrySchema), balanced: z.boolean() }),
});

export const recordPayment = defineRoute({
  id: 'recordPayment',
  method: 'POST',
  path: '/api/orders/:orderId/payment',
  summary: 'The invoice of this order was paid (invoice provider).',
  access: ['steward'],
  scope: 'network:steward',
  params: orderParams,
  body: z.object({ reference: plainText(200) }),
  status: 200,
  answer: z.object({ entries: z.array(ledgerEntrySchema) }),
});

export const selfCheck = defineRoute({
  id: 'selfCheck',
  method: 'GET',
  path: '/api/selfcheck',
  summary: 'Do the books balance and is nothing lost? Each invariant with its finding.',
  access: ['steward'],
  scope: 'network:steward',
  status: 200,
  answer: z.object({
    ok: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
});

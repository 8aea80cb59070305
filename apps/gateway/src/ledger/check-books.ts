// Do the books balance and is nothing lost? Each invariant with what was found.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { BLOBS, type BlobStore } from '#platform/blobs/blob-store';
import { DATA_SOURCE } from '#platform/database/data-source';
import { ok, type Result } from '#core/kernel/result';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Each counts what must not be. */
const COUNTS: readonly { readonly name: string; readonly sql: string }[] = [
  {
    name: 'ledger transactions that do not sum to zero',
    sql: 'select 1 from ledger_entry group by transaction_id, currency having sum(amount_minor) <> 0',
  },
  {
    name: 'currencies whose accounts do not sum to zero',
    sql: 'select 1 from ledger_entry group by currency having sum(amount_minor) <> 0',
  },
  {
    name: 'settled or cancelled orders with money still held',
    sql: `select 1 from placed_order o join ledger_entry e on e.account = 'hold:' || o.id
          where o.state in ('settled', 'cancelled') group by o.id having sum(e.amount_minor) <> 0`,
  },
  {
    name: 'orders without a hold in the ledger',
    sql: `select 1 from placed_order o where not exists
          (select 1 from ledger_transaction t where t.order_id = o.id and t.kind = 'hold')`,
  },
  {
    name: 'shipments settled more than once',
    sql: `select 1 from ledger_transaction where kind = 'settle' group by shipment_id having count(*) > 1`,
  },
  {
    name: 'facts unpublished for more than 30 s',
    sql: `select 1 from outbox where published_at is null and created_at < now() - interval '30 seconds'`,
  },
  { name: 'messages set aside', sql: 'select 1 from dead_letter' },
];

@Injectable()
export class CheckBooks {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(BLOBS) private readonly blobs: BlobStore,
  ) {}

  async handle(): Promise<Result<{ ok: boolean; checks: Check[] }>> {
    const checks: Check[] = [];
    for (const { name, sql } of COUNTS) {
      const [{ count }] = (await this.source.query(`select count(*)::int as count from (${sql}) found`)) as [
        { count: number },
      ];
      checks.push({ name, ok: count === 0, detail: count === 0 ? 'none' : String(count) });
    }
    checks.push(await this.files());
    return ok({ ok: checks.every((check) => check.ok), checks });
  }

  private async files(): Promise<Check> {
    const rows = (await this.source.query('select distinct sha256 from release_file')) as { sha256: string }[];
    const lost: string[] = [];
    for (const { sha256 } of rows) if (!(await this.blobs.find(sha256))) lost.push(sha256);
    const detail = lost.length === 0 ? 'none' : `${lost.length} of ${rows.length}: ${lost.slice(0, 5).join(', ')}`;
    return { name: 'published files that are not in the store', ok: lost.length === 0, detail };
  }
}

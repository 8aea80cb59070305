// Keeps decisions and what they were made from. Inputs are kept once for all decisions that share them, compressed and
// under the hash of their JSON; decisions that come at one time are written in one statement.

import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Pool } from 'pg';
import type { DataSource, EntityManager } from 'typeorm';
import { HOUR_MS } from '#core/kernel/time';
import { CLOCK, type Clock } from '#platform/clock/clock';
import { DATA_SOURCE } from '#platform/database/data-source';
import { SETTINGS, type Settings } from '../settings.js';
import { DecisionRow } from './decision.entity.js';

/** JSON and its SHA-256. */
export interface Input {
  readonly sha256: string;
  readonly json: string;
}

export const inputOf = (json: string): Input => ({ sha256: createHash('sha256').update(json).digest('hex'), json });

interface Waiting {
  readonly row: DecisionRow | undefined;
  readonly inputs: readonly Input[];
  readonly done: (error?: unknown) => void;
}

/** Said to be in use at most so often, so that inputs that many decisions share are not written for each. */
const USED_AGAIN_MS = 12 * HOUR_MS;
const REMEMBERED = 20_000;
const AT_ONCE = 100;

@Injectable()
export class DecisionsRepository implements OnModuleDestroy {
  private readonly waiting: Waiting[] = [];
  private writing = false;
  /** Inputs that are in the table for certain, and when they were last said to be in use. */
  private readonly written = new Map<string, number>();
  /** A connection of its own: decisions are kept inside of transactions that hold all others. */
  private readonly pool: Pool;

  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.pool = new Pool({
      connectionString: settings.DATABASE_URL,
      max: 1,
      options: '-c search_path=scheduler,public',
      application_name: 'fabcommons-scheduler-decisions',
    });
    // Whoever needs the connection next is told; nobody needs it now.
    this.pool.on('error', () => undefined);
  }

  /** Keeps a decision with its inputs; the decision itself in the caller's transaction, if there is one. */
  async keep(row: DecisionRow, inputs: readonly Input[], manager?: EntityManager): Promise<void> {
    const kept = new Promise<void>((resolve, reject) => {
      const done = (error?: unknown): void => (error === undefined ? resolve() : reject(error as Error));
      this.waiting.push({ row: manager ? undefined : row, inputs, done });
    });
    void this.write();
    await Promise.all([kept, manager?.insert(DecisionRow, row as never)]);
  }

  find(id: string): Promise<DecisionRow | null> {
    return this.source.manager.findOneBy(DecisionRow, { id });
  }

  /** One of the inputs of a decision. */
  async input(id: string, sha256: string): Promise<unknown> {
    const rows: { body: Buffer }[] = await this.source.query(
      `select i.body from decision d join decision_input i on i.sha256 = $2 where d.id = $1 and $2 = any (d.inputs)`,
      [id, sha256],
    );
    return rows[0] && (JSON.parse(inflateRawSync(rows[0].body).toString('utf8')) as unknown);
  }

  /** Lets go of decisions on which nothing was bought or made, and of inputs that no decision names any more. */
  async forget(before: Date, inputsBefore: Date): Promise<void> {
    await this.source.query(
      `update decision d set bought = true where decided_at < $1 and not bought and (
         exists (select 1 from portion p where p.decision_id = d.id) or exists (
           select 1 from jsonb_array_elements(d.answer->'options') as o(option)
           join making_order m on m.placed->'option'->>'id' = o.option->>'id'))`,
      [before],
    );
    await this.source.query('delete from decision where decided_at < $1 and not bought', [before]);
    await this.source.query(
      `delete from decision_input i where used_at < $1
         and not exists (select 1 from decision d where d.bought and d.inputs @> array[i.sha256])`,
      [inputsBefore],
    );
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool.end();
  }

  private async write(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, AT_ONCE);
      const error = await this.writeAll(batch).catch((fault: unknown) => fault);
      for (const { done } of batch) done(error);
    }
    this.writing = false;
  }

  private async writeAll(batch: readonly Waiting[]): Promise<void> {
    const nowMs = this.clock.now();
    const fresh = new Map(
      batch
        .flatMap(({ inputs }) => inputs)
        .filter(({ sha256 }) => nowMs - (this.written.get(sha256) ?? 0) > USED_AGAIN_MS)
        .map(({ sha256, json }) => [sha256, json]),
    );
    const rows = batch.flatMap(({ row }) => row ?? []);
    if (fresh.size === 0 && rows.length === 0) return;
    // In one order, so that two schedulers never wait for each other.
    const shas = [...fresh.keys()].sort();
    const column = (of: (row: DecisionRow) => unknown): unknown[] => rows.map(of);
    await this.pool.query(KEEP, [
      shas,
      shas.map((sha256) => deflateRawSync(fresh.get(sha256)!, { level: 1 })),
      new Date(nowMs),
      column(({ id }) => id),
      column(({ kind }) => kind),
      column(({ decidedAt }) => decidedAt),
      column(({ policyVersion }) => policyVersion),
      column(({ inputsSha256 }) => inputsSha256),
      column(({ manifest }) => manifest),
      column(({ inputs }) => inputs.join(',')),
      column(({ answer }) => JSON.stringify(answer)),
    ]);
    if (this.written.size + shas.length > REMEMBERED) this.written.clear();
    for (const sha256 of shas) this.written.set(sha256, nowMs);
  }
}

const KEEP = `
  with kept as (
    insert into decision_input (sha256, body, used_at)
      select sha256, body, $3::timestamptz from unnest($1::text[], $2::bytea[]) as fresh(sha256, body)
      on conflict (sha256) do update set used_at = greatest(decision_input.used_at, excluded.used_at))
  insert into decision (id, kind, decided_at, policy_version, inputs_sha256, manifest, inputs, answer)
    select id, kind, decided_at, policy_version, inputs_sha256, manifest, string_to_array(inputs, ','), answer::jsonb
    from unnest($4::text[], $5::text[], $6::timestamptz[], $7::int[], $8::text[], $9::text[], $10::text[], $11::text[])
      as made(id, kind, decided_at, policy_version, inputs_sha256, manifest, inputs, answer)`;

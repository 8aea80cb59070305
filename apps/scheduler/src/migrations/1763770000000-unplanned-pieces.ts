// Pieces of an order that lie in no batch: those that nobody can make yet, and those that wait for the customer's word
// on a prototype.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class UnplannedPieces1763770000000 implements MigrationInterface {
  readonly name = 'UnplannedPieces1763770000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table making_order
        add column unplanned jsonb not null default '[]',
        add column held jsonb not null default '[]';
      update making_order set unplanned = (
        select jsonb_agg(jsonb_build_object('partId', part->>'id', 'partName', part->>'name',
          'count', (part->>'quantity')::int * (placed->>'quantity')::int))
        from jsonb_array_elements(placed->'release'->'parts') part
      ) where state = 'stranded' and not exists (select 1 from portion where order_id = making_order.id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table making_order drop column unplanned, drop column held');
  }
}

// A batch may hold pieces of several orders: what was a batch's order becomes a portion of it.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Portions1763750000000 implements MigrationInterface {
  readonly name = 'Portions1763750000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table portion (
        batch_id text not null references batch,
        order_id text not null references making_order,
        attempt int not null check (attempt >= 1),
        pieces jsonb not null,
        turned jsonb not null default '[]',
        missing jsonb not null,
        owed jsonb not null,
        promised_minor int not null,
        saved_minor int not null default 0 check (saved_minor >= 0),
        more_minor int not null default 0 check (more_minor >= 0),
        promised_at timestamptz not null,
        waits boolean not null default false,
        distance_km float8 not null,
        decision_id text not null references decision,
        shipment_id text references shipment,
        version int not null default 1,
        primary key (batch_id, order_id)
      );
      create index portion_of_order on portion (order_id);

      alter table making_order add column promised_at timestamptz;
      update making_order set promised_at = to_timestamp((placed->'option'->>'readyAtMs')::float8 / 1000);
      alter table making_order alter column promised_at set not null;

      insert into portion (batch_id, order_id, attempt, pieces, missing, owed, promised_minor, promised_at, distance_km, decision_id, shipment_id)
        select b.id, b.order_id, b.attempt, b.pieces, b.missing, b.owed, b.promised_minor, o.promised_at, b.distance_km, b.decision_id, b.shipment_id
        from batch b join making_order o on o.id = b.order_id;

      alter table batch
        add column material text, add column color text, add column settings_key text, add column close_at timestamptz;
      update batch set material = o.placed->>'material', color = o.placed->>'color', settings_key = '', close_at = now(),
        plan = plan || jsonb_build_object('pieces', jsonb_array_length(plan->'placements'), 'placements', (
          select coalesce(jsonb_agg(jsonb_build_object('label', 'A' || nth, 'orderId', batch.order_id, 'partId', piece->>'tag',
            'xMm', piece->'xMm', 'yMm', piece->'yMm', 'rotationDeg', case when (piece->>'turned')::boolean then 90 else 0 end)), '[]')
          from jsonb_array_elements(plan->'placements') with ordinality as placed(piece, nth)))
        from making_order o where o.id = batch.order_id;
      alter table batch alter column material set not null, alter column settings_key set not null,
        alter column close_at set not null, alter column plate drop not null,
        drop column order_id, drop column distance_km, drop column pieces, drop column missing, drop column owed,
        drop column promised_minor, drop column decision_id, drop column shipment_id,
        drop constraint batch_state_check,
        add constraint batch_state_check check (state in ('gathering', 'planned', 'offered', 'accepted', 'made', 'dropped', 'cancelled'));
      create index batch_gathering on batch (settings_key, machine_id) where state = 'gathering';
      create index batch_alike on batch (lab_id, settings_key);
      create index batch_busy on batch (machine_id) where state in ('planned', 'offered');

      alter table shipment add column saved_minor int not null default 0, add column more_minor int not null default 0;
      alter table portion
        add column counter_more_minor int, add column counter_agreed boolean;
      alter table offer add column counter jsonb,
        drop constraint offer_state_check,
        add constraint offer_state_check check (state in ('open', 'countered', 'accepted', 'declined', 'lapsed', 'withdrawn'));
      drop index offer_due, offer_one_alive;
      create index offer_due on offer (expires_at) where state in ('open', 'countered');
      create unique index offer_one_alive on offer (batch_id) where state in ('open', 'countered', 'accepted');
      alter table offer drop column order_id;
      alter table job drop column order_id;
    `);
  }

  /** Only while no batch is shared: there is no way back from a plate of two orders. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$ begin
        if exists (select 1 from portion group by batch_id having count(*) > 1) or exists (select 1 from batch where state = 'gathering')
        then raise exception 'there are batches of several orders, or gathering ones'; end if;
      end $$;
      update offer set state = 'open' where state = 'countered';
      alter table offer drop column counter,
        drop constraint offer_state_check,
        add constraint offer_state_check check (state in ('open', 'accepted', 'declined', 'lapsed', 'withdrawn'));
      drop index offer_due, offer_one_alive;
      create index offer_due on offer (expires_at) where state = 'open';
      create unique index offer_one_alive on offer (batch_id) where state in ('open', 'accepted');
      alter table offer add column order_id text references making_order;
      update offer set order_id = p.order_id from portion p where p.batch_id = offer.batch_id;
      alter table offer alter column order_id set not null;
      create index offer_of_order on offer (order_id);
      alter table job add column order_id text references making_order;
      update job set order_id = p.order_id from portion p where p.batch_id = job.batch_id;
      alter table job alter column order_id set not null;
      create index job_of_order on job (order_id);

      drop index batch_gathering, batch_alike, batch_busy;
      alter table batch add column order_id text references making_order, add column distance_km float8, add column pieces jsonb,
        add column missing jsonb, add column owed jsonb, add column promised_minor int,
        add column decision_id text references decision, add column shipment_id text references shipment;
      update batch set order_id = p.order_id, distance_km = p.distance_km, pieces = p.pieces, missing = p.missing, owed = p.owed,
        promised_minor = p.promised_minor, decision_id = p.decision_id, shipment_id = p.shipment_id,
        plan = plan || jsonb_build_object('placements', (
          select coalesce(jsonb_agg(jsonb_build_object('tag', piece->>'partId', 'xMm', piece->'xMm', 'yMm', piece->'yMm',
            'turned', (piece->>'rotationDeg')::int % 180 <> 0)), '[]')
          from jsonb_array_elements(plan->'placements') as piece))
        from portion p where p.batch_id = batch.id;
      alter table batch alter column order_id set not null, alter column distance_km set not null, alter column pieces set not null,
        alter column missing set not null, alter column owed set not null, alter column promised_minor set not null,
        alter column decision_id set not null, alter column plate set not null,
        drop column material, drop column color, drop column settings_key, drop column close_at,
        drop constraint batch_state_check,
        add constraint batch_state_check check (state in ('planned', 'offered', 'accepted', 'made', 'dropped', 'cancelled'));
      create index batch_of_order on batch (order_id);
      alter table shipment drop column saved_minor, drop column more_minor;
      alter table making_order drop column promised_at;
      drop table portion;
    `);
  }
}

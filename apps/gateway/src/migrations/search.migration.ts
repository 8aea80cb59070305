// What a search needs at hand: which release of a design is its newest, and what machine each release asks for.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Search1763700700000 implements MigrationInterface {
  readonly name = 'Search1763700700000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table release add column is_latest boolean not null default false;
      update release set is_latest = true where id in (
        select distinct on (design_id) id from release where status <> 'withdrawn'
        order by design_id, published_at desc, id desc);
      create unique index release_latest on release (design_id) where is_latest;
      create index release_design on release (design_id, published_at desc, id desc);

      create table release_need (
        release_id text not null references release (id),
        process text not null,
        short_mm float8 not null,
        long_mm float8 not null,
        high_mm float8 not null,
        diagonal_mm float8 not null,
        primary key (release_id, process)
      );
      insert into release_need
        select release_id, process, max(least(x, y)), max(greatest(x, y)), max(z), max(sqrt(x ^ 2 + y ^ 2))
        from part, lateral (select body ->> 'process' as process, (body #>> '{boxMm,x}')::float8 as x,
          (body #>> '{boxMm,y}')::float8 as y, (body #>> '{boxMm,z}')::float8 as z) of_part
        where not coalesce((body ->> 'optional')::boolean, false)
        group by release_id, process;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table release_need;
      drop index release_design, release_latest;
      alter table release drop column is_latest;
    `);
  }
}

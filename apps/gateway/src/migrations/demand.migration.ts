// What nobody could make: once for each day, release, region and requirement, and nothing of who asked.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Demand1763762000000 implements MigrationInterface {
  readonly name = 'Demand1763762000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table unmet_demand (
        day date not null,
        release_id text not null,
        lat float8 not null,
        lon float8 not null,
        requirement text not null,
        code text not null,
        processes text[] not null,
        material text not null,
        up_to_mm float8,
        miss jsonb,
        would_do jsonb,
        primary key (day, release_id, lat, lon, requirement)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table unmet_demand');
  }
}

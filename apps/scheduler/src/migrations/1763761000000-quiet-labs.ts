// A lab that lets offers lapse goes quiet: how many in a row, and since when it is asked nothing.

import type { MigrationInterface, QueryRunner } from 'typeorm';

export class QuietLabs1763761000000 implements MigrationInterface {
  readonly name = 'QuietLabs1763761000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table lab
        add column lapses int not null default 0 check (lapses >= 0),
        add column quiet_since timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table lab drop column lapses, drop column quiet_since');
  }
}

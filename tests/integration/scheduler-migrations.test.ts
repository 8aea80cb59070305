// What the scheduler knew before a batch could hold several orders is known after it, and the other way round.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../apps/scheduler/src/schema.js';
import { openDatabase } from '#platform/database/data-source';
import { createDatabase, type TestDatabase } from '../support/postgres.js';

let database: TestDatabase;
let source: DataSource;

const open = (migrations: typeof MIGRATIONS): Promise<DataSource> =>
  openDatabase({ url: database.schedulerUrl, schema: 'scheduler', entities: [], migrations });

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const PIECES = [{ partId: 'prt_1', partName: 'Cube', count: 2 }];
const PLATE = { sha256: 'a'.repeat(64), bytes: 9 };
const PLAN = {
  seconds: 60,
  placements: [
    { tag: 'prt_1', xMm: 0, yMm: 0, turned: false },
    { tag: 'prt_1', xMm: 30, yMm: 0, turned: true },
  ],
};

async function write(): Promise<void> {
  const json = (value: unknown) => `'${JSON.stringify(value)}'::jsonb`;
  await source.query(`
    insert into lab (id, profile, answers, told_at_ms, changed_at) values ('lab_1', '{}', 'auto', 0, now());
    insert into decision values ('dec_1', 'order', now(), 1, 'hash', '{}', '{}');
    insert into making_order (id, placed, state, refused, version) values
      ('ord_1', ${json({ material: 'PLA', option: { readyAtMs: 1_800_000_000_000 } })}, 'making', '{}', 1);
    insert into batch (id, order_id, lab_id, lab_name, machine_id, machine_name, distance_km, state, attempt, pieces, missing, plan, plate, owed, promised_minor, decision_id, version)
      values ('bat_1', 'ord_1', 'lab_1', 'Lab', 'mac_1', 'Printer', 1.5, 'accepted', 1, ${json(PIECES)}, '[]', ${json(PLAN)}, ${json(PLATE)}, '{"setUp": 200}', 200, 'dec_1', 1);
    insert into offer (id, batch_id, order_id, lab_id, state, expires_at, version) values ('ofr_1', 'bat_1', 'ord_1', 'lab_1', 'accepted', now(), 1);
    insert into job (id, batch_id, order_id, lab_id, machine_id, fence, state, percent, estimate_seconds, heard_at, version)
      values ('job_1', 'bat_1', 'ord_1', 'lab_1', 'mac_1', 1, 'printing', 10, 60, now(), 1);
  `);
}

it('keeps orders that are being made, forth and back', async () => {
  source = await open(MIGRATIONS.slice(0, 1));
  await write();
  await source.destroy();
  source = await open(MIGRATIONS);
  const [portion] = await source.query('select order_id, pieces, promised_minor, saved_minor from portion');
  expect(portion).toEqual({ order_id: 'ord_1', pieces: PIECES, promised_minor: 200, saved_minor: 0 });
  const [batch] = await source.query('select material, plan from batch');
  expect(batch.material).toBe('PLA');
  expect(batch.plan).toMatchObject({ pieces: 2, seconds: 60 });
  expect(batch.plan.placements).toEqual([
    { label: 'A1', orderId: 'ord_1', partId: 'prt_1', xMm: 0, yMm: 0, rotationDeg: 0 },
    { label: 'A2', orderId: 'ord_1', partId: 'prt_1', xMm: 30, yMm: 0, rotationDeg: 90 },
  ]);
  for (let step = MIGRATIONS.length; step > 1; step--) await source.undoLastMigration();
  const [before] = await source.query('select order_id, pieces, plan from batch');
  expect(before).toMatchObject({ order_id: 'ord_1', pieces: PIECES, plan: PLAN });
  expect(await source.query('select order_id from job')).toEqual([{ order_id: 'ord_1' }]);
});

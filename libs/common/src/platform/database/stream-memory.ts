// The database side of a lost broker store: which incarnation of a stream is known, and publishing again.

import type { DataSource } from 'typeorm';
import type { RememberStream } from '../messaging/stream-keeper.js';

/** Remembers stream incarnations in Postgres; a change is answered to one caller only. */
export const streamMemory =
  (source: DataSource): RememberStream =>
  async (name, incarnation) => {
    const first = (await source.query(
      'insert into known_stream (name, incarnation) values ($1, $2) on conflict do nothing returning 1',
      [name, incarnation],
    )) as unknown[];
    if (first.length > 0) return 'first';
    const [, changed] = (await source.query(
      'update known_stream set incarnation = $2 where name = $1 and incarnation <> $2',
      [name, incarnation],
    )) as [unknown, number];
    return changed > 0 ? 'changed' : 'known';
  };

/** Marks the facts of the last `days` whose subject begins with `prefix` as due again. */
export async function publishAgain(source: DataSource, prefix: string, days = 3): Promise<void> {
  await source.query(
    `update outbox set published_at = null
     where created_at > now() - make_interval(days => $2) and starts_with(subject, $1)`,
    [prefix, days],
  );
}

// Labs and machines in and out of Postgres.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { LabProfile, Machine } from '#core/lab/lab';
import { DATA_SOURCE } from '#platform/database/data-source';
import { type LabRow, MachineRow } from './lab.entity.js';

/** So many unanswered offers in a row, and a lab is asked no more until it says that it is back. */
const LAPSES_UNTIL_QUIET = 2;

/** A lab as stored, without its live state. */
export interface StoredLab {
  readonly profile: LabProfile;
  readonly answers: 'auto' | 'person';
  readonly lastHeardAtMs: number | undefined;
  readonly quiet: boolean;
  readonly changedAtMs: number;
  readonly machines: readonly Machine[];
}

@Injectable()
export class LabsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** Writes profiles as told at an instant; one told later stays, because facts may arrive in any order. */
  async save(manager: EntityManager, profiles: readonly LabProfile[], toldAtMs: number): Promise<void> {
    await manager.query(
      `insert into lab (id, profile, answers, told_at_ms, changed_at)
       select profile->>'id', profile, 'auto', $2, clock_timestamp() from jsonb_array_elements($1::jsonb) as profile
       on conflict (id) do update set profile = excluded.profile, told_at_ms = excluded.told_at_ms, changed_at = clock_timestamp()
       where lab.told_at_ms <= excluded.told_at_ms`,
      [JSON.stringify(profiles), toldAtMs],
    );
  }

  /** Replaces the machines of a lab; locks the lab, so that two descriptions do not mix. */
  async describe(
    manager: EntityManager,
    labId: string,
    described: { machines: readonly Machine[]; answers: 'auto' | 'person' },
  ): Promise<void> {
    await manager.query('select 1 from lab where id = $1 for update', [labId]);
    await manager.delete(MachineRow, { labId });
    // A machine id belongs to the lab that described it first; nobody takes over another's machine.
    await manager.query(
      `insert into machine (id, lab_id, machine)
       select machine->>'id', $1, machine from jsonb_array_elements($2::jsonb) as machine
       on conflict (id) do nothing`,
      [labId, JSON.stringify(described.machines)],
    );
    await manager.query('update lab set answers = $2, changed_at = clock_timestamp() where id = $1', [
      labId,
      described.answers,
    ]);
  }

  /**
   * When labs changed last, of those that changed after an instant of Postgres' clock, and its clock now. A minute of
   * margin is for commits that come late; it costs little because no profile is read.
   */
  async changedSince(sinceMs: number): Promise<{ changedAtMs: ReadonlyMap<string, number>; askedAtMs: number }> {
    const [{ askedAtMs }] = (await this.source.query(
      'select extract(epoch from clock_timestamp())::float8 * 1000 as "askedAtMs"',
    )) as [{ askedAtMs: number }];
    const rows: { id: string; changedAt: Date }[] = await this.source.query(
      `select id, changed_at as "changedAt" from lab
       where changed_at > to_timestamp($1::double precision / 1000) - interval '1 minute'`,
      [sinceMs],
    );
    return { changedAtMs: new Map(rows.map(({ id, changedAt }) => [id, changedAt.getTime()])), askedAtMs };
  }

  /** These labs with their machines. */
  async load(ids: readonly string[]): Promise<StoredLab[]> {
    const rows: (LabRow & { machines: Machine[] | null })[] = await this.source.query(
      `select id, profile, answers, last_heard_at as "lastHeardAt", changed_at as "changedAt", quiet_since as "quietSince",
         (select jsonb_agg(machine order by id) from machine where lab_id = lab.id) as machines
       from lab where id = any($1)`,
      [ids],
    );
    return rows.map(({ profile, answers, lastHeardAt, quietSince, changedAt, machines }) => ({
      profile,
      answers,
      lastHeardAtMs: lastHeardAt?.getTime(),
      quiet: quietSince !== null,
      changedAtMs: changedAt.getTime(),
      machines: machines ?? [],
    }));
  }

  /** An offer lapsed; answers whether the lab is quiet from now on. */
  async noteLapse(manager: EntityManager, labId: string, nowMs: number): Promise<boolean> {
    // The condition leaves the picture alone where nothing changes for it.
    const [rows] = (await manager.query(
      `update lab set lapses = lapses + 1,
         quiet_since = case when lapses + 1 >= $2 then coalesce(quiet_since, $3) end,
         changed_at = case when lapses + 1 = $2 then clock_timestamp() else changed_at end
       where id = $1 returning lapses`,
      [labId, LAPSES_UNTIL_QUIET, new Date(nowMs)],
    )) as [{ lapses: number }[], number];
    return rows[0]?.lapses === LAPSES_UNTIL_QUIET;
  }

  /** The lab is there: it answered, described its machines or said so. Mostly nothing is written. */
  async noteBack(manager: EntityManager, labId: string): Promise<void> {
    await manager.query(
      `update lab set lapses = 0, quiet_since = null,
         changed_at = case when quiet_since is null then changed_at else clock_timestamp() end
       where id = $1 and lapses > 0`,
      [labId],
    );
  }

  /** When each lab was heard, for the next start. */
  async saveSightings(heard: ReadonlyMap<string, number>): Promise<void> {
    if (heard.size === 0) return;
    await this.source.query(
      `update lab set last_heard_at = to_timestamp(heard.at / 1000)
       from unnest($1::text[], $2::double precision[]) as heard(id, at) where lab.id = heard.id`,
      [[...heard.keys()], [...heard.values()]],
    );
  }

  /** Until when each machine is busy with what it has accepted or is asked to, by the estimates. */
  async commitments(nowMs: number): Promise<Map<string, number>> {
    const rows: { machineId: string; seconds: number }[] = await this.source.query(
      `select "machineId", sum(seconds)::float8 as seconds from (
         select machine_id as "machineId", estimate_seconds * (1 - percent / 100) as seconds
         from job where state in ('accepted', 'permitted', 'printing', 'unseen', 'stopping')
         union all select machine_id, (plan->>'seconds')::float8 from batch where state in ('planned', 'offered')
       ) as work group by "machineId"`,
    );
    return new Map(rows.map(({ machineId, seconds }) => [machineId, nowMs + seconds * 1000]));
  }

  async memberIds(): Promise<string[]> {
    const rows: { id: string }[] = await this.source.query(`select id from lab where profile->>'status' = 'member'`);
    return rows.map(({ id }) => id);
  }
}

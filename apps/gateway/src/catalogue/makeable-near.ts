// Which releases some lab near a point could make by process and size, whether or not its agent is connected now.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { distanceKm, type LatLon } from '#core/kernel/geo';
import type { ReleaseId } from '#core/kernel/ids';
import type { Machine } from '#core/lab/lab';
import { DATA_SOURCE } from '#platform/database/data-source';
import { LabsRepository } from '../labs/labs.repository.js';
import { LiveNetwork } from '../labs/live-network.js';
import { viewOf } from '../labs/show-labs.js';

/** The nearest labs that are looked at; more than this many near one point say nothing new. */
const LABS = 200;

interface Room {
  readonly lab: number;
  readonly process: string;
  readonly short: number;
  readonly long: number;
  readonly high: number;
  readonly round: boolean;
}

@Injectable()
export class MakeableNear {
  constructor(
    @Inject(DATA_SOURCE) private readonly source: DataSource,
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(LiveNetwork) private readonly network: LiveNetwork,
  ) {}

  /**
   * Newest releases of designs all of whose parts, those of contained releases too, one lab within `km` has machines
   * for: of each process one that takes the largest of them.
   */
  async releases(near: LatLon, km: number): Promise<ReleaseId[]> {
    const rooms = await this.roomsNear(near, km);
    if (rooms.length === 0) return [];
    const column = <K extends keyof Room>(key: K): Room[K][] => rooms.map((room) => room[key]);
    const rows = (await this.source.query(
      `with room as materialized (
        select * from unnest($1::int[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::bool[])
          as m(lab, process, short, long, high, round)
      ), fits as materialized (
        select distinct n.release_id, n.process, m.lab from release r join release_need n on n.release_id = r.id
        join room m on m.process = n.process and n.high_mm <= m.high and n.short_mm <= m.short and n.long_mm <= m.long
          and (not m.round or n.diagonal_mm <= m.short)
        where r.is_latest
      ), wanted as (select release_id, count(*) as processes from release_need group by release_id)
      select distinct f.release_id as id from (select release_id, lab, count(*) as processes from fits group by release_id, lab) f
      join wanted w on w.release_id = f.release_id and w.processes = f.processes`,
      [column('lab'), column('process'), column('short'), column('long'), column('high'), column('round')],
    )) as { id: ReleaseId }[];
    return rows.map(({ id }) => id);
  }

  private async roomsNear(near: LatLon, km: number): Promise<Room[]> {
    const [{ labs }, live] = await Promise.all([this.labs.search({ near, limit: LABS }), this.network.labs()]);
    const rooms = labs
      .filter(({ profile }) => profile.status !== 'suspended' && distanceKm(near, profile.at) <= km)
      .map((lab) => viewOf(lab, live.get(lab.id)).machines.map(({ machine }) => roomOf(machine)));
    // Many labs have the same machines: each equipment is looked at once.
    const different = new Map(
      rooms.map((own) => [JSON.stringify(own.map((room) => JSON.stringify(room)).toSorted()), own]),
    );
    return [...different.values()].flatMap((own, lab) => own.map((room) => ({ ...room, lab })));
  }
}

function roomOf({ process, bedShape, buildVolumeMm: { x, y, z } }: Machine): Omit<Room, 'lab'> {
  return { process, short: Math.min(x, y), long: Math.max(x, y), high: z, round: bedShape === 'round' };
}

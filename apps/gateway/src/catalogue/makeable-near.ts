// Which releases some lab near a point could make by process and size, whether or not its agent is connected now.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { distanceKm, type LatLon } from '#core/kernel/geo';
import type { ReleaseId } from '#core/kernel/ids';
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

  /** Newest releases of designs all of whose own parts one lab within `km` has machines for. */
  async releases(near: LatLon, km: number): Promise<ReleaseId[]> {
    const rooms = await this.roomsNear(near, km);
    if (rooms.length === 0) return [];
    const column = <K extends keyof Room>(key: K): Room[K][] => rooms.map((room) => room[key]);
    const rows = (await this.source.query(
      `with room as (
        select * from unnest($1::int[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::bool[])
          as m(lab, process, short, long, high, round)
      ), latest as (
        select distinct on (design_id) id from release where status <> 'withdrawn'
        order by design_id, published_at desc, id desc
      ), need as (
        select release_id, body->>'process' as process, (body#>>'{boxMm,z}')::float8 as high,
          least((body#>>'{boxMm,x}')::float8, (body#>>'{boxMm,y}')::float8) as short,
          greatest((body#>>'{boxMm,x}')::float8, (body#>>'{boxMm,y}')::float8) as long
        from part where release_id in (select id from latest) and not coalesce((body->>'optional')::boolean, false)
      )
      select l.id from latest l where exists (select 1 from need where release_id = l.id) and exists (
        select 1 from (select distinct lab from room) lab where not exists (
          select 1 from need n where n.release_id = l.id and not exists (
            select 1 from room m where m.lab = lab.lab and m.process = n.process
              and n.high <= m.high and n.short <= m.short and n.long <= m.long
              and (not m.round or sqrt(n.short ^ 2 + n.long ^ 2) <= m.short))))`,
      [column('lab'), column('process'), column('short'), column('long'), column('high'), column('round')],
    )) as { id: ReleaseId }[];
    return rows.map(({ id }) => id);
  }

  private async roomsNear(near: LatLon, km: number): Promise<Room[]> {
    const [{ labs }, live] = await Promise.all([this.labs.search({ near, limit: LABS }), this.network.labs()]);
    return labs
      .filter(({ profile }) => profile.status !== 'suspended' && distanceKm(near, profile.at) <= km)
      .flatMap((lab, index) =>
        viewOf(lab, live.get(lab.id)).machines.map(({ machine }) => {
          const { x, y, z } = machine.buildVolumeMm;
          const size = { short: Math.min(x, y), long: Math.max(x, y), high: z };
          return { lab: index, process: machine.process, ...size, round: machine.bedShape === 'round' };
        }),
      );
  }
}

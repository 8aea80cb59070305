// Reads and writes what nobody could make.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { Process } from '#core/design/part';
import type { ReleaseId } from '#core/kernel/ids';
import type { UnmetDemand } from '#core/quote/unmet-demand';
import { DATA_SOURCE } from '#platform/database/data-source';

export interface CountedDemand extends UnmetDemand {
  readonly times: number;
  readonly designs: number;
  readonly lastDay: string;
}

@Injectable()
export class DemandRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** Counts it; what was counted on that day already changes nothing. */
  async add(
    { releaseId, day }: { releaseId: ReleaseId; day: string },
    unmet: UnmetDemand,
    manager: EntityManager = this.source.manager,
  ): Promise<void> {
    const { region, requirement, code, processes, material, upToMm = null, miss = null, wouldDo = null } = unmet;
    await manager.query(
      `insert into unmet_demand (day, release_id, lat, lon, requirement, code, processes, material, up_to_mm, miss, would_do)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing`,
      [day, releaseId, region.lat, region.lon, requirement, code, processes, material, upToMm, miss, wouldDo],
    );
  }

  /** Most often asked for first; of several, the newest says how far off it was. */
  async list({ sinceDay, process, limit }: { sinceDay: string; process?: Process | undefined; limit: number }) {
    const rows: Row[] = await this.source.query(
      `select processes, material, up_to_mm, lat, lon, code, requirement,
         count(*)::int as times, count(distinct release_id)::int as designs, max(day)::text as last_day,
         (array_agg(miss order by day desc) filter (where miss is not null))[1] as miss,
         (array_agg(would_do order by day desc) filter (where would_do is not null))[1] as would_do
       from unmet_demand where day >= $1 and ($2::text is null or $2 = any (processes))
       group by processes, material, up_to_mm, lat, lon, code, requirement
       order by times desc, last_day desc, lat, lon, requirement, material limit $3`,
      [sinceDay, process ?? null, limit],
    );
    return rows.map(
      ({ up_to_mm: upToMm, last_day: lastDay, would_do: wouldDo, lat, lon, miss, ...row }): CountedDemand => ({
        ...row,
        region: { lat, lon },
        lastDay,
        ...(upToMm === null ? {} : { upToMm }),
        ...(miss === null ? {} : { miss }),
        ...(wouldDo === null ? {} : { wouldDo }),
      }),
    );
  }

  async removeBefore(day: string): Promise<void> {
    await this.source.query('delete from unmet_demand where day < $1', [day]);
  }
}

interface Row extends Pick<CountedDemand, 'processes' | 'material' | 'code' | 'requirement' | 'times' | 'designs'> {
  readonly up_to_mm: number | null;
  readonly lat: number;
  readonly lon: number;
  readonly last_day: string;
  readonly miss: NonNullable<UnmetDemand['miss']> | null;
  readonly would_do: NonNullable<UnmetDemand['wouldDo']> | null;
}

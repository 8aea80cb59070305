// Reads and writes labs.

import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import { EARTH_RADIUS_KM, type LatLon } from '#core/kernel/geo';
import type { LabId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { LabRow } from './lab.entity.js';

export interface LabSearch {
  readonly near?: LatLon | undefined;
  readonly words?: string | undefined;
  readonly limit: number;
}

@Injectable()
export class LabsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  find(id: LabId, manager: EntityManager = this.source.manager): Promise<LabRow | null> {
    return manager.findOneBy(LabRow, { id });
  }

  /** The lab, and nobody else changes it until the transaction ends. */
  findLocked(manager: EntityManager, id: LabId): Promise<LabRow | null> {
    return manager.findOne(LabRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  findImported(manager: EntityManager, source: string, sourceIds: readonly string[]): Promise<LabRow[]> {
    return manager.find(LabRow, {
      where: { source, sourceId: In([...sourceIds]) },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
  }

  async save(manager: EntityManager, lab: Omit<LabRow, 'lat' | 'lon' | 'searchText'>): Promise<void> {
    const { at, name, city = '', country = '' } = lab.profile;
    const searchText = `${name} ${city} ${country}`.toLowerCase();
    await manager.upsert(LabRow, { ...lab, lat: at.lat, lon: at.lon, searchText } as never, ['id']);
  }

  /** Labs nearest first where a point is given, else by name; and how many match in all. */
  async search({ near, words, limit }: LabSearch): Promise<{ labs: LabRow[]; total: number }> {
    const query = this.source.manager.createQueryBuilder(LabRow, 'lab');
    if (words)
      query.where('lab.searchText like :like', { like: `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%` });
    const total = await query.getCount();
    if (near) {
      query
        .addSelect(
          `2 * ${EARTH_RADIUS_KM} * asin(least(1, sqrt(sin(radians(lab.lat - :lat) / 2) ^ 2
            + cos(radians(lab.lat)) * cos(radians(:lat)) * sin(radians(lab.lon - :lon) / 2) ^ 2)))`,
          'distance',
        )
        .setParameters({ lat: near.lat, lon: near.lon })
        .orderBy('distance', 'ASC')
        .addOrderBy('lab.id', 'ASC');
    } else query.orderBy("lab.profile ->> 'name'", 'ASC').addOrderBy('lab.id', 'ASC');
    return { labs: await query.limit(limit).getMany(), total };
  }
}

// Reads and writes designs: who looks after them, what they come from, and what came of them.

import { Inject, Injectable } from '@nestjs/common';
import { In, type DataSource, type EntityManager } from 'typeorm';
import type { AccountId, DesignId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { AccountRow } from '../accounts/account.entity.js';
import { DesignMaintainerRow, DesignRow } from './release.entity.js';

export interface Maintainer {
  readonly id: AccountId;
  readonly name: string;
}

@Injectable()
export class DesignsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  find(slug: string, manager: EntityManager = this.source.manager): Promise<DesignRow | null> {
    return manager.findOneBy(DesignRow, { slug });
  }

  /** The design, and nobody else changes who looks after it until the transaction ends. */
  findLocked(slug: string, manager: EntityManager): Promise<DesignRow | null> {
    return manager.findOne(DesignRow, { where: { slug }, lock: { mode: 'for_no_key_update' } });
  }

  findById(id: DesignId, manager: EntityManager = this.source.manager): Promise<DesignRow> {
    return manager.findOneByOrFail(DesignRow, { id });
  }

  /** The design of this address: the one that exists, or the new one given, which its owner looks after. */
  async claim(manager: EntityManager, design: DesignRow): Promise<DesignRow> {
    const insert = manager.createQueryBuilder().insert().into(DesignRow).values(design).orIgnore().returning('id');
    const isNew = ((await insert.execute()).raw as unknown[]).length > 0;
    if (!isNew) return manager.findOneByOrFail(DesignRow, { slug: design.slug });
    await manager.insert(DesignMaintainerRow, {
      designId: design.id,
      accountId: design.ownerId,
      since: design.createdAt,
    });
    return design;
  }

  /** Who looks after a design, the first one first. */
  async maintainers(designId: DesignId, manager: EntityManager = this.source.manager): Promise<Maintainer[]> {
    return (await manager.query(
      `select a.id, a.name from design_maintainer m join account a on a.id = m.account_id
       where m.design_id = $1 order by m.since, a.id`,
      [designId],
    )) as Maintainer[];
  }

  async isMaintainer(
    designId: DesignId,
    accountId: AccountId,
    manager: EntityManager = this.source.manager,
  ): Promise<boolean> {
    return manager.existsBy(DesignMaintainerRow, { designId, accountId });
  }

  /** False when one of the accounts does not exist. */
  async setMaintainers(
    manager: EntityManager,
    designId: DesignId,
    ids: readonly AccountId[],
    now: Date,
  ): Promise<boolean> {
    const wanted = [...new Set(ids)];
    if ((await manager.countBy(AccountRow, { id: In(wanted) })) < wanted.length) return false;
    const before = await manager.findBy(DesignMaintainerRow, { designId });
    const since = new Map(before.map((row) => [row.accountId, row.since]));
    await manager.delete(DesignMaintainerRow, { designId });
    await manager.insert(
      DesignMaintainerRow,
      wanted.map((accountId) => ({ designId, accountId, since: since.get(accountId) ?? now })),
    );
    return true;
  }

  /** Designs that began as a fork of a release of this one. */
  async forksOf(designId: DesignId): Promise<{ slug: string; title: string; designer: string }[]> {
    return (await this.source.query(
      `select distinct on (d.id) d.slug, r.title, a.name as designer from design d
       join release origin on origin.id = d.forked_from and origin.design_id = $1
       join release r on r.design_id = d.id and r.status <> 'withdrawn' join account a on a.id = d.owner_id
       order by d.id, r.published_at desc limit 100`,
      [designId],
    )) as { slug: string; title: string; designer: string }[];
  }
}

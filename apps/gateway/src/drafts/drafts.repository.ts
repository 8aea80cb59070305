// Reads and writes drafts and suggested changes.

import { Inject, Injectable } from '@nestjs/common';
import type { DataSource, EntityManager } from 'typeorm';
import type { ChangeView, DraftView } from '#contracts/http/drafts';
import type { AccountId, ChangeId, DraftId } from '#core/kernel/ids';
import { DATA_SOURCE } from '#platform/database/data-source';
import { DraftRow, SuggestedChangeRow } from './draft.entity.js';

export type ListedDraft = Pick<DraftView, 'id' | 'title' | 'changedAt' | 'basedOn'>;
export type ListedChange = Omit<ChangeView, 'contents' | 'diff'>;

/** How many drafts one account may have at a time. */
export const MAX_DRAFTS = 200;

@Injectable()
export class DraftsRepository {
  constructor(@Inject(DATA_SOURCE) private readonly source: DataSource) {}

  /** A draft of this account; nobody else's. */
  find(id: DraftId, ownerId: AccountId, manager: EntityManager = this.source.manager): Promise<DraftRow | null> {
    return manager.findOneBy(DraftRow, { id, ownerId });
  }

  /** Without their contents, which may be long. */
  async list(ownerId: AccountId): Promise<ListedDraft[]> {
    const rows = await this.source.manager.find(DraftRow, {
      select: { id: true, title: true, changedAt: true, basedOn: true },
      where: { ownerId },
      order: { changedAt: 'DESC', id: 'DESC' },
    });
    return rows.map(({ id, title, changedAt, basedOn }) => ({
      id,
      title,
      changedAt: changedAt.toISOString(),
      ...(basedOn === null ? {} : { basedOn }),
    }));
  }

  /** How many there are; nobody else starts one for this account until the transaction ends. */
  async countLocked(ownerId: AccountId, manager: EntityManager): Promise<number> {
    await manager.query('select 1 from account where id = $1 for no key update', [ownerId]);
    return manager.countBy(DraftRow, { ownerId });
  }

  async add(draft: DraftRow, manager: EntityManager): Promise<void> {
    await manager.insert(DraftRow, draft as never);
  }

  /** Writes what changed; false when the draft is no longer at `revision`. */
  async change(
    { id, revision }: Pick<DraftRow, 'id' | 'revision'>,
    changed: Partial<DraftRow>,
    manager: EntityManager,
  ): Promise<boolean> {
    const { affected } = await manager.update(DraftRow, { id, revision }, {
      ...changed,
      revision: revision + 1,
    } as never);
    return affected === 1;
  }

  /** False when the draft is no longer at `revision`, also when it is gone. */
  async drop({ id, revision }: Pick<DraftRow, 'id' | 'revision'>, manager: EntityManager): Promise<boolean> {
    return (await manager.delete(DraftRow, { id, revision })).affected === 1;
  }

  async addChange(change: SuggestedChangeRow, manager: EntityManager): Promise<void> {
    await manager.insert(SuggestedChangeRow, change as never);
  }

  /** The change, and nobody else decides it until the transaction ends. */
  findChangeLocked(id: ChangeId, manager: EntityManager): Promise<SuggestedChangeRow | null> {
    return manager.findOne(SuggestedChangeRow, { where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  async decide(
    id: ChangeId,
    decision: Pick<SuggestedChangeRow, 'state' | 'decidedBy' | 'decidedAt' | 'reason' | 'releaseId'>,
    manager: EntityManager,
  ): Promise<void> {
    await manager.update(SuggestedChangeRow, { id }, decision);
  }

  async readChange(id: ChangeId): Promise<ChangeView | undefined> {
    const [row] = await this.changesWhere('c.id = $1', id);
    if (!row) return undefined;
    const { contents, diff } = await this.source.manager.findOneByOrFail(SuggestedChangeRow, { id });
    return { ...row, contents, diff };
  }

  /** Of one design, open ones first, then the last suggested; without their contents, which may be long. */
  changesOf(slug: string): Promise<ListedChange[]> {
    return this.changesWhere('d.slug = $1', slug);
  }

  private async changesWhere(condition: string, value: string): Promise<ListedChange[]> {
    const rows = (await this.source.query(
      `select c.id, c.message, c.state, c.based_on, c.author_id, c.suggested_at, c.decided_at, c.reason, c.release_id, d.slug, a.name as author_name, b.name as decided_by_name from suggested_change c
       join design d on d.id = c.design_id join account a on a.id = c.author_id
       left join account b on b.id = c.decided_by where ${condition}
       order by (c.state = 'open') desc, c.suggested_at desc, c.id desc limit 500`,
      [value],
    )) as ChangeWithNames[];
    return rows.map(changeView);
  }
}

interface ChangeWithNames {
  readonly id: ChangeId;
  readonly slug: string;
  readonly author_id: AccountId;
  readonly author_name: string;
  readonly message: string;
  readonly state: ChangeView['state'];
  readonly based_on: ChangeView['basedOn'];
  readonly suggested_at: Date;
  readonly decided_by_name: string | null;
  readonly decided_at: Date | null;
  readonly reason: string | null;
  readonly release_id: ChangeView['basedOn'] | null;
}

function changeView(row: ChangeWithNames): ListedChange {
  const { decided_by_name: by, decided_at: at, reason, release_id: releaseId } = row;
  return {
    id: row.id,
    slug: row.slug,
    author: { id: row.author_id, name: row.author_name },
    message: row.message,
    state: row.state,
    basedOn: row.based_on,
    suggestedAt: row.suggested_at.toISOString(),
    ...(by === null || at === null
      ? {}
      : {
          decision: {
            by,
            at: at.toISOString(),
            ...(reason === null ? {} : { reason }),
            ...(releaseId === null ? {} : { releaseId }),
          },
        }),
  };
}

// Lists labs of a public source. The same list again changes what has changed and doubles nothing.

import { Inject, Injectable } from '@nestjs/common';
import type { importLabs } from '#contracts/http/labs';
import { LabsChanged } from '#contracts/messages/order-messages';
import type { LabId, NewId } from '#core/kernel/ids';
import { ok, type Result } from '#core/kernel/result';
import type { LabProfile } from '#core/lab/lab';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork, type Tx } from '#platform/database/unit-of-work';
import type { RouteInput } from '#platform/http/route-input';
import type { LabRow } from './lab.entity.js';
import { profileOf, sameJson } from './lab-profile.js';
import { LabsRepository } from './labs.repository.js';

type Imported = RouteInput<typeof importLabs>['body']['labs'][number];

@Injectable()
export class ImportLabs {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  async handle(imported: readonly Imported[]): Promise<Result<{ added: number; changed: number; labIds: LabId[] }>> {
    return this.unitOfWork.run(async (tx) => {
      // Two imports of one list side by side would both find nothing and add everything.
      await tx.manager.query("select pg_advisory_xact_lock(hashtext('fabcommons-lab-import'))");
      const known = await this.known(tx, imported);
      const labIds: LabId[] = [];
      const told: LabProfile[] = [];
      let added = 0;
      for (const lab of imported) {
        const key = keyOf(lab.source, lab.sourceId);
        const before = known.get(key);
        const row = this.rowOf(lab, before, tx);
        labIds.push(row.id);
        if (before && sameJson([before.profile, before.machines], [row.profile, row.machines])) continue;
        if (!before) added += 1;
        await this.labs.save(tx.manager, row);
        known.set(key, row);
        told.push(row.profile);
      }
      if (told.length > 0) await tx.tell(LabsChanged, { kind: 'import', id: this.newId('event') }, { labs: told });
      return ok({ added, changed: told.length - added, labIds });
    });
  }

  private async known(tx: Tx, imported: readonly Imported[]): Promise<Map<string, LabRow>> {
    const found = new Map<string, LabRow>();
    for (const source of new Set(imported.map((lab) => lab.source))) {
      const ids = imported.filter((lab) => lab.source === source).map((lab) => lab.sourceId);
      for (const row of await this.labs.findImported(tx.manager, source, ids))
        found.set(keyOf(source, row.sourceId ?? ''), row);
    }
    return found;
  }

  private rowOf({ source, sourceId, draft }: Imported, before: LabRow | undefined, tx: Tx): LabRow {
    const id = before?.id ?? this.newId('lab');
    const known = { id, status: before?.profile.status ?? 'listed', machines: before?.machines ?? [] } as const;
    const ownerId = before?.ownerId ?? null;
    const { lat, lon } = draft.at;
    const changedAt = new Date(tx.nowMs);
    return {
      id,
      ownerId,
      source,
      sourceId,
      lat,
      lon,
      searchText: '',
      changedAt,
      ...profileOf(draft, known, this.newId),
    };
  }
}

const keyOf = (source: string, sourceId: string): string => JSON.stringify([source, sourceId]);

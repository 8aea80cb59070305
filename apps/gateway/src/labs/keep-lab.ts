// Adds a lab, or replaces its profile; the network is told in the same transaction.

import { Inject, Injectable } from '@nestjs/common';
import type { LabDraft } from '#contracts/http/labs';
import { LabBack, LabChanged } from '#contracts/messages/order-messages';
import type { LabId, NewId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import type { LabRow } from './lab.entity.js';
import { profileOf } from './lab-profile.js';
import { LabsRepository } from './labs.repository.js';
import { noSuchLab } from './show-labs.js';

@Injectable()
export class KeepLab {
  constructor(
    @Inject(LabsRepository) private readonly labs: LabsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(NEW_ID) private readonly newId: NewId,
  ) {}

  add(account: Identity, draft: LabDraft): Promise<Result<LabRow>> {
    const id = this.newId('lab');
    const row = {
      id,
      ownerId: account.accountId,
      source: null,
      sourceId: null,
      ...profileOf(draft, { id, status: 'listed', machines: [] }, this.newId),
    };
    return this.keep(row);
  }

  async change(account: Identity, labId: LabId, draft: LabDraft): Promise<Result<LabRow>> {
    return this.unitOfWork.run(async (tx) => {
      const lab = await this.labs.findLocked(tx.manager, labId);
      if (!lab) return noSuchLab(labId);
      const refused = refuseStranger(account, lab);
      if (refused) return refused;
      const changed = profileOf(draft, { id: labId, status: lab.profile.status, machines: lab.machines }, this.newId);
      const row = Object.assign(lab, changed, { changedAt: new Date(tx.nowMs) });
      await this.labs.save(tx.manager, row);
      await tx.tell(LabChanged, { kind: 'lab', id: labId }, { lab: row.profile });
      return ok(row);
    });
  }

  /** Who runs the lab says that it answers offers again. */
  sayBack(account: Identity, labId: LabId): Promise<Result<undefined>> {
    return this.unitOfWork.run(async (tx) => {
      const lab = await this.labs.find(labId, tx.manager);
      if (!lab) return noSuchLab(labId);
      const refused = refuseStranger(account, lab);
      if (refused) return refused;
      await tx.tell(LabBack, { kind: 'lab', id: labId }, { labId });
      return ok(undefined);
    });
  }

  private keep(row: Omit<LabRow, 'lat' | 'lon' | 'searchText' | 'changedAt'>): Promise<Result<LabRow>> {
    return this.unitOfWork.run(async (tx) => {
      const { at } = row.profile;
      const whole = { ...row, lat: at.lat, lon: at.lon, searchText: '', changedAt: new Date(tx.nowMs) };
      await this.labs.save(tx.manager, whole);
      await tx.tell(LabChanged, { kind: 'lab', id: row.id }, { lab: row.profile });
      return ok(whole);
    });
  }
}

/** A lab may be acted for by whoever runs it, and by a steward. */
export function refuseStranger(account: Identity, lab: Pick<LabRow, 'ownerId' | 'profile'>): Result<never> | undefined {
  if (lab.ownerId === account.accountId || hasRole(account, 'steward')) return undefined;
  return refuse('lab/not-yours', `${lab.profile.name} is run by somebody else.`, {
    remedy: 'Ask whoever runs it, or a steward.',
  });
}

// Releases as people see them: one, the difference of two, its manifest; and taking one out of sale.

import { Inject, Injectable } from '@nestjs/common';
import type { ReleaseView } from '#contracts/http/releases';
import type { ReleaseDiff } from '#contracts/http/release-papers';
import { diffReleases } from '#core/design/diff-releases';
import type { ReleaseId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { DesignsRepository } from './designs.repository.js';
import { ReleasesRepository } from './releases.repository.js';
import { notYours } from './show-designs.js';

@Injectable()
export class ShowReleases {
  constructor(
    @Inject(ReleasesRepository) private readonly releases: ReleasesRepository,
    @Inject(DesignsRepository) private readonly designs: DesignsRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  async release(id: ReleaseId): Promise<Result<ReleaseView>> {
    const found = await this.releases.find(id);
    return found ? ok(found.view) : noSuchRelease(id);
  }

  async diff(fromId: ReleaseId, toId: ReleaseId): Promise<Result<ReleaseDiff>> {
    const from = await this.releases.find(fromId);
    if (!from) return noSuchRelease(fromId);
    const to = await this.releases.find(toId);
    if (!to) return noSuchRelease(toId);
    return ok({
      from: { releaseId: fromId, version: from.view.version },
      to: { releaseId: toId, version: to.view.version },
      ...diffReleases(from.view, to.view),
    });
  }

  async withdraw(account: Identity, id: ReleaseId): Promise<Result<ReleaseView>> {
    return this.unitOfWork.run(async ({ manager }) => {
      const found = await this.releases.find(id, manager);
      if (!found) return noSuchRelease(id);
      const { designId, slug } = found.view;
      if (!hasRole(account, 'steward') && !(await this.designs.isMaintainer(designId, account.accountId, manager)))
        return notYours(slug);
      await this.releases.setStatus(manager, { id, designId }, 'withdrawn');
      return ok({ ...found.view, status: 'withdrawn' as const });
    });
  }
}

export const noSuchRelease = (id: ReleaseId): Result<never> =>
  refuse('release/not-found', `There is no release ${id}.`, { remedy: 'Search the catalogue.' });

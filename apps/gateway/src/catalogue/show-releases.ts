// Releases and designs as people see them, and taking a release out of sale.

import { Inject, Injectable } from '@nestjs/common';
import type { readDesign, ReleaseView } from '#contracts/http/catalogue';
import type { RouteDefinition } from '#contracts/http/define-route';
import type { ReleaseId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { ReleasesRepository } from './releases.repository.js';

type DesignView = typeof readDesign extends RouteDefinition<unknown, unknown, unknown, infer A> ? A : never;

@Injectable()
export class ShowReleases {
  constructor(
    @Inject(ReleasesRepository) private readonly releases: ReleasesRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  async release(id: ReleaseId): Promise<Result<ReleaseView>> {
    const found = await this.releases.find(id);
    return found ? ok(found.view) : noSuchRelease(id);
  }

  async design(slug: string): Promise<Result<DesignView>> {
    const design = await this.releases.findDesign(slug);
    const rows = design ? await this.releases.releasesOf(design.id) : [];
    const newest = rows.find(({ status }) => status !== 'withdrawn') ?? rows[0];
    if (!newest)
      return refuse('design/not-found', `There is no design “${slug}”.`, { remedy: 'Search the catalogue.' });
    const { view } = (await this.releases.find(newest.id))!;
    const releases = rows.map(({ id, version, status, publishedAt }) => ({
      id,
      version,
      status,
      publishedAt: publishedAt.toISOString(),
    }));
    return ok({ slug, title: view.title, release: view, releases });
  }

  async withdraw(account: Identity, id: ReleaseId): Promise<Result<ReleaseView>> {
    return this.unitOfWork.run(async ({ manager }) => {
      const found = await this.releases.find(id, manager);
      if (!found) return noSuchRelease(id);
      if (found.ownerId !== account.accountId && !hasRole(account, 'steward')) {
        return refuse('design/not-yours', `“${found.view.title}” was published by somebody else.`, {
          remedy: 'Ask a steward.',
        });
      }
      await this.releases.setStatus(manager, id, 'withdrawn');
      return ok({ ...found.view, status: 'withdrawn' as const });
    });
  }
}

export const noSuchRelease = (id: ReleaseId): Result<never> =>
  refuse('release/not-found', `There is no release ${id}.`, { remedy: 'Search the catalogue.' });

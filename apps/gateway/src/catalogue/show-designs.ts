// Designs as people see them, and who looks after them.

import { Inject, Injectable } from '@nestjs/common';
import type { readDesign } from '#contracts/http/designs';
import type { AnswerOf } from '#contracts/http/define-route';
import type { AccountId } from '#core/kernel/ids';
import { ok, refuse, type Result } from '#core/kernel/result';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { DesignsRepository, type Maintainer } from './designs.repository.js';
import { ReleasesRepository } from './releases.repository.js';

type DesignView = AnswerOf<typeof readDesign>;

@Injectable()
export class ShowDesigns {
  constructor(
    @Inject(DesignsRepository) private readonly designs: DesignsRepository,
    @Inject(ReleasesRepository) private readonly releases: ReleasesRepository,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
  ) {}

  async read(slug: string): Promise<Result<DesignView>> {
    const design = await this.designs.find(slug);
    const rows = design ? await this.releases.releasesOf(design.id) : [];
    const newest = rows.find(({ status }) => status !== 'withdrawn') ?? rows[0];
    if (!design || !newest) return noSuchDesign(slug);
    const { view } = (await this.releases.find(newest.id))!;
    const releases = rows.map(({ id, version, status, publishedAt }) => ({
      id,
      version,
      status,
      publishedAt: publishedAt.toISOString(),
    }));
    const maintainers = await this.designs.maintainers(design.id);
    const forks = await this.designs.forksOf(design.id);
    return ok({
      id: design.id,
      slug,
      title: view.title,
      release: view,
      releases,
      maintainers,
      forks,
      made: design.made,
    });
  }

  async setMaintainers(
    account: Identity,
    slug: string,
    accountIds: readonly AccountId[],
  ): Promise<Result<{ maintainers: Maintainer[] }>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      const design = await this.designs.findLocked(slug, manager);
      if (!design) return noSuchDesign(slug);
      const may =
        hasRole(account, 'steward') || (await this.designs.isMaintainer(design.id, account.accountId, manager));
      if (!may) return notYours(slug);
      if (!(await this.designs.setMaintainers(manager, design.id, accountIds, new Date(nowMs)))) {
        return refuse('account/not-found', 'One of the maintainers named has no account here.', {
          remedy: 'Ask them for the id that stands on their account page.',
        });
      }
      return ok({ maintainers: await this.designs.maintainers(design.id, manager) });
    });
  }
}

export const noSuchDesign = (slug: string): Result<never> =>
  refuse('design/not-found', `There is no design “${slug}”.`, { remedy: 'Search the catalogue.' });

export const notYours = (slug: string): Result<never> =>
  refuse('design/not-yours', `The design “${slug}” is looked after by somebody else.`, {
    remedy: 'Suggest a change to its maintainers, or ask a steward.',
  });

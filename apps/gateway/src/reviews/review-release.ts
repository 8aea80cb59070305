// Reviews: given by anybody, counted when somebody who is trusted gives them, never deleted.

import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AnswerOf } from '#contracts/http/define-route';
import type { listReviews } from '#contracts/http/reviews';
import type { AccountId, DesignId, NewId, ReleaseId } from '#core/kernel/ids';
import { ok, type Result } from '#core/kernel/result';
import { counts, isSuperseded, stateAfter, type Review } from '#core/design/review-state';
import { NEW_ID } from '#platform/clock/clock';
import { UNIT_OF_WORK, type UnitOfWork } from '#platform/database/unit-of-work';
import { hasRole, type Identity } from '#platform/http/identity';
import { DesignsRepository } from '../catalogue/designs.repository.js';
import { ReleasesRepository } from '../catalogue/releases.repository.js';
import { noSuchRelease } from '../catalogue/show-releases.js';
import type { ReviewRow } from './review.entity.js';
import { ReviewsRepository, type GivenReview } from './reviews.repository.js';

type Reviews = AnswerOf<typeof listReviews>;

@Injectable()
export class ReviewRelease {
  @Inject(ReviewsRepository) private readonly reviews!: ReviewsRepository;
  @Inject(ReleasesRepository) private readonly releases!: ReleasesRepository;
  @Inject(DesignsRepository) private readonly designs!: DesignsRepository;
  @Inject(UNIT_OF_WORK) private readonly unitOfWork!: UnitOfWork;
  @Inject(NEW_ID) private readonly newId!: NewId;

  async list(releaseId: ReleaseId): Promise<Result<Reviews>> {
    const found = await this.releases.find(releaseId);
    if (!found) return noSuchRelease(releaseId);
    const maintainers = await this.partialIds(found.row.designId);
    return ok(shown(found.row.status, await this.reviews.of(releaseId), maintainers));
  }

  async give(
    account: Identity,
    releaseId: ReleaseId,
    { verdict, note }: Pick<ReviewRow, 'verdict' | 'note'>,
  ): Promise<Result<Reviews>> {
    return this.unitOfWork.run(async ({ manager, nowMs }) => {
      // Locked: of two reviews at one time, the later one sees the earlier, so that the state follows from both.
      const release = await this.releases.findLocked(manager, releaseId);
      if (!release) return noSuchRelease(releaseId);
      const trusted = hasRole(account, 'reviewer') || hasRole(account, 'steward');
      const given = { id: this.newId('review'), releaseId, accountId: account.accountId, verdict, note, trusted };
      await this.reviews.add({ ...given, givenAt: new Date(nowMs) }, manager);
      const all = await this.reviews.of(releaseId, manager);
      const maintainers = await this.partialIds(release.designId, manager);
      const status = stateAfter(all.map(reviewOf), maintainers, release.status === 'withdrawn');
      if (status !== release.status) await this.releases.setStatus(manager, release, status);
      return ok(shown(status, all, maintainers));
    });
  }

  /** Who does not validate it: who looks after the design, and who designed it, also where others look after it now. */
  private async partialIds(designId: DesignId, manager?: EntityManager): Promise<AccountId[]> {
    const { ownerId } = await this.designs.findById(designId, manager);
    return [ownerId, ...(await this.designs.maintainers(designId, manager)).map(({ id }) => id)];
  }
}

const reviewOf = ({ accountId, verdict, givenAt, trusted }: GivenReview): Review => ({
  by: accountId,
  verdict,
  atMs: givenAt.getTime(),
  trusted,
});

function shown(status: Reviews['status'], given: readonly GivenReview[], maintainers: readonly AccountId[]): Reviews {
  const all = given.map(reviewOf);
  return {
    status,
    reviews: given.map(({ id, accountId, name, verdict, note, givenAt }, index) => ({
      id,
      by: { id: accountId, name },
      verdict,
      note,
      at: givenAt.toISOString(),
      superseded: isSuperseded(all[index]!, all),
      counts: counts(all[index]!, maintainers),
    })),
  };
}

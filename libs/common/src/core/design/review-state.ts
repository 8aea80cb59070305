// What the reviews of a release make of it. Contribution needs no permission; judgement comes afterwards.

import type { AccountId } from '../kernel/ids.js';

export type ReleaseState = 'unreviewed' | 'validated' | 'flagged' | 'withdrawn';

export interface Review {
  readonly by: AccountId;
  readonly verdict: 'validated' | 'flagged';
  readonly atMs: number;
  /** Given by a reviewer or a steward. */
  readonly trusted: boolean;
}

/** Whether a review counts: it is trusted, and nobody validates what they look after; flagging one's own is honest. */
export const counts = (review: Review, maintainers: readonly AccountId[]): boolean =>
  review.trusted && (review.verdict === 'flagged' || !maintainers.includes(review.by));

/** True for a review in whose place its author has put a later one; of two at one time, the later in the list stands. */
export const isSuperseded = (review: Review, all: readonly Review[]): boolean =>
  all.some((other, at) => {
    if (other === review || other.by !== review.by) return false;
    return other.atMs > review.atMs || (other.atMs === review.atMs && at > all.indexOf(review));
  });

/**
 * The state of a release: withdrawn stays withdrawn; one standing flag that counts outweighs every validation, because
 * a warning that is not heard costs more than a validation that comes late.
 */
export function stateAfter(
  reviews: readonly Review[],
  maintainers: readonly AccountId[],
  withdrawn: boolean,
): ReleaseState {
  if (withdrawn) return 'withdrawn';
  const standing = reviews.filter((review) => counts(review, maintainers) && !isSuperseded(review, reviews));
  if (standing.some(({ verdict }) => verdict === 'flagged')) return 'flagged';
  return standing.length > 0 ? 'validated' : 'unreviewed';
}

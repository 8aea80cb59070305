// What people found when they looked at a release; nothing is deleted.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { AnswerOf } from '#contracts/http/define-route';
import { listReviews, reviewRelease } from '#contracts/http/reviews';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { FewChoices, TextInput } from '../parts/fields.js';
import { showDateTime } from '../parts/format.js';
import { ReleaseBadge } from '../parts/release-badge.js';
import { Written } from '../parts/written.js';
import { Answer, EmptyNotice, ProblemNotice } from '../shell/notices.js';
import { SignInNote } from '../shell/sign-in-note.js';
import type { SectionProps } from './section-props.js';

type Review = AnswerOf<typeof listReviews>['reviews'][number];

/** Section `reviews`. */
export function ReviewsSection({ release }: SectionProps) {
  const { account } = useSession();
  const reviews = useQuery({
    queryKey: ['reviews', release.id],
    queryFn: ({ signal }) => call(listReviews, { params: { releaseId: release.id }, signal }),
  });
  return (
    <section aria-labelledby="reviews-heading">
      <h2 id="reviews-heading">Reviews of {release.version}</h2>
      <Answer query={reviews} what="the reviews" heightRem={16}>
        {({ status, reviews: found }) => (
          <>
            <p>
              State: <ReleaseBadge status={status} />{' '}
              <span className="fine">What reviewers and stewards say decides it; anyone may look and say.</span>
            </p>
            {found.length === 0 ? <EmptyNotice title="Nobody has reviewed this release yet." /> : null}
            <ol className="plain-list posts">
              {found.map((review) => (
                <ReviewItem key={review.id} review={review} />
              ))}
            </ol>
          </>
        )}
      </Answer>
      {account === null ? <SignInNote what="review it" /> : null}
      {account && account.id !== release.designer.id ? <ReviewForm release={release} /> : null}
      {account?.id === release.designer.id ? <p className="fine">Nobody validates their own release.</p> : null}
    </section>
  );
}

function ReviewItem({ review: { by, verdict, note, at, superseded, counts } }: { readonly review: Review }) {
  return (
    <li className="facts">
      <p>
        <b>{by.name}</b> <ReleaseBadge status={verdict} /> <span className="fine">{showDateTime(at)}</span>{' '}
        {superseded ? <span className="fine">(they have reviewed it again since)</span> : null}
        {counts || superseded ? null : <span className="fine">(does not decide the state)</span>}
      </p>
      <Written>{note}</Written>
    </li>
  );
}

const VERDICTS = [
  { id: 'validated', label: 'It is as it says: validate' },
  { id: 'flagged', label: 'Something is wrong: flag' },
] as const;

function ReviewForm({ release }: Pick<SectionProps, 'release'>) {
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<Review['verdict']>('validated');
  const [note, setNote] = useState('');
  const review = useMutation({
    mutationFn: () => call(reviewRelease, { params: { releaseId: release.id }, body: { verdict, note } }),
    onSuccess: async (answer) => {
      setNote('');
      queries.setQueryData(['reviews', release.id], answer);
      await Promise.all(
        [['design', release.slug], ['release', release.id], ['designs']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return (
    <Form
      className="stack"
      validationErrors={fieldErrors(review.error)}
      onSubmit={(event) => {
        event.preventDefault();
        review.mutate();
      }}
    >
      <h3>Your review</h3>
      <FewChoices label="What you found" choices={VERDICTS} value={verdict} onChange={setVerdict} />
      <TextInput
        label="Note"
        name="note"
        value={note}
        onChange={setNote}
        maxLength={5000}
        lines={4}
        isRequired
        hint="How you looked: printed, measured, read."
      />
      {review.isError ? <ProblemNotice error={review.error} /> : null}
      <Button type="submit" className="button button-primary" isPending={review.isPending}>
        Give the review
      </Button>
    </Form>
  );
}

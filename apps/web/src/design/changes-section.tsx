// Changes that others suggested, open ones first; one of them with all that it would change.

import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import { listChanges } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { showDate } from '../parts/format.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import { ChangeBadge } from './change-badge.js';
import { ChangeDetails } from './change-details.js';
import type { SectionProps } from './section-props.js';

/** Section `changes`; `change` in the address names one. */
export function ChangesSection({ design }: SectionProps) {
  const [search] = useSearchParams();
  const changeId = search.get('change');
  const changes = useQuery({
    queryKey: ['changes', design.slug],
    queryFn: ({ signal }) => call(listChanges, { params: { slug: design.slug }, signal }),
  });
  return (
    <>
      {changeId === null ? null : <ChangeDetails key={changeId} changeId={changeId} design={design} />}
      <section aria-labelledby="suggested-heading">
        <h2 id="suggested-heading">Suggested changes</h2>
        <Answer query={changes} what="the suggested changes" heightRem={12}>
          {({ changes: found }) =>
            found.length === 0 ? (
              <EmptyNotice title="Nobody has suggested a change yet.">
                <p>“Suggest a change” above makes a draft of this release that you change and send.</p>
              </EmptyNotice>
            ) : (
              <ul className="rows">
                {found.map(({ id, message, author, state, suggestedAt }) => (
                  <li key={id}>
                    <ChangeBadge state={state} />
                    <Link
                      to={{ search: `?show=changes&change=${id}` }}
                      preventScrollReset
                      aria-current={id === changeId ? 'true' : undefined}
                    >
                      {message.split('\n')[0]}
                    </Link>
                    <span className="fine">
                      {author.name}, {showDate(suggestedAt)}
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Answer>
      </section>
    </>
  );
}

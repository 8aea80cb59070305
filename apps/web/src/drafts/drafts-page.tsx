// My drafts, the last changed first.

import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { listDrafts } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { showDateTime } from '../parts/format.js';
import { MembersOnly } from '../shell/members-only.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';

/** `/drafts` */
export function DraftsPage() {
  return (
    <Page
      title="Your drafts"
      lead="Releases in the making. Nobody else sees them."
      narrow
      aside={
        <Link className="button button-primary" to="/publish">
          New draft
        </Link>
      }
    >
      <MembersOnly roles={['designer']}>{() => <DraftList />}</MembersOnly>
    </Page>
  );
}

function DraftList() {
  const drafts = useQuery({ queryKey: ['mine', 'drafts'], queryFn: ({ signal }) => call(listDrafts, { signal }) });
  return (
    <Answer query={drafts} what="your drafts" heightRem={20}>
      {({ drafts: found }) =>
        found.length === 0 ? (
          <EmptyNotice title="You have no drafts.">
            <p>
              <Link to="/publish">Drop files to begin one</Link>, or start one from a release on the page of its design.
            </p>
          </EmptyNotice>
        ) : (
          <ul className="rows order-rows">
            {found.map(({ id, title, changedAt, basedOn }) => (
              <li key={id}>
                <Link to={`/drafts/${id}`}>{title}</Link>
                <span className="fine">
                  {basedOn === undefined ? 'new design' : 'from a release'}, changed {showDateTime(changedAt)}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </Answer>
  );
}

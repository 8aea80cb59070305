// One suggested change with what it would change, and its decision.

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Link } from 'react-router';
import { type ChangeView, decideChange, readChange } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { AskTwice } from '../parts/ask-twice.js';
import { TextInput } from '../parts/fields.js';
import { showDateTime } from '../parts/format.js';
import { Written } from '../parts/written.js';
import { Answer, ProblemNotice } from '../shell/notices.js';
import { ChangeBadge } from './change-badge.js';
import type { DesignView } from './section-props.js';
import { DiffView } from './diff-view.js';
import { useMayLookAfter } from './maintainers.js';

type Verdict = Exclude<(typeof decideChange)['body'], string | undefined>['_output'];
interface DetailsProps {
  readonly changeId: string;
  readonly design: DesignView;
}

/** To be given a `key` of its change. */
export function ChangeDetails({ changeId, design }: DetailsProps) {
  const change = useQuery({
    queryKey: ['change', changeId],
    queryFn: ({ signal }) => call(readChange, { params: { changeId }, signal }),
  });
  return (
    <section aria-labelledby="change-heading" className="change">
      <h2 id="change-heading">A suggested change</h2>
      <Answer query={change} what="the change" heightRem={24}>
        {(found) => (
          <>
            <p>
              <b>{found.author.name}</b> <ChangeBadge state={found.state} />{' '}
              <span className="fine">
                {showDateTime(found.suggestedAt)}, to version {found.diff.from.version}
              </span>
            </p>
            <Written>{found.message}</Written>
            <DiffView diff={found.diff} />
            <Decision change={found} />
            {found.state === 'open' ? <Decide change={found} design={design} /> : null}
          </>
        )}
      </Answer>
    </section>
  );
}

function Decision({ change: { decision, state, slug } }: { readonly change: ChangeView }) {
  if (!decision) return null;
  const { by, at, reason, releaseId } = decision;
  return (
    <div className="notice">
      <strong>
        {state === 'taken-back' ? 'Taken back' : state === 'accepted' ? 'Accepted' : 'Refused'} by {by},{' '}
        {showDateTime(at)}
      </strong>
      {reason === undefined ? null : <Written>{reason}</Written>}
      {releaseId === undefined ? null : (
        <p>
          <Link to={`/designs/${slug}?release=${releaseId}`}>The release that it became</Link>
        </p>
      )}
    </div>
  );
}

function Decide({ change, design }: { readonly change: ChangeView; readonly design: DesignView }) {
  const { account } = useSession();
  const { isMaintainer } = useMayLookAfter(design);
  const queries = useQueryClient();
  const decide = useMutation({
    mutationFn: (body: Verdict) => call(decideChange, { params: { changeId: change.id }, body }),
    onSuccess: async (decided) => {
      queries.setQueryData(['change', change.id], decided);
      await Promise.all(
        [['changes', design.slug], ['design', design.slug], ['designs']].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
  return (
    <div className="stack">
      {isMaintainer ? <MaintainersVerdict decide={decide.mutate} isPending={decide.isPending} /> : null}
      {account?.id === change.author.id ? (
        <AskTwice
          ask="Take the change back …"
          confirm="Yes, take it back"
          keep="Leave it"
          isPending={decide.isPending}
          onConfirm={() => decide.mutate({ verdict: 'taken-back' })}
        />
      ) : null}
      {decide.isError ? <ProblemNotice error={decide.error} /> : null}
    </div>
  );
}

interface VerdictProps {
  readonly decide: (verdict: Verdict) => void;
  readonly isPending: boolean;
}

function MaintainersVerdict({ decide, isPending }: VerdictProps) {
  const [version, setVersion] = useState('');
  const [reason, setReason] = useState('');
  return (
    <>
      <div className="inline-form">
        <TextInput label="Version that it becomes" value={version} onChange={setVersion} maxLength={64} />
        <Button
          className="button button-primary"
          isPending={isPending}
          isDisabled={version.trim() === ''}
          onPress={() => decide({ verdict: 'accepted', version: version.trim() })}
        >
          {isPending ? 'Deciding …' : 'Accept and publish'}
        </Button>
      </div>
      <div className="inline-form">
        <TextInput label="Reason to refuse it" value={reason} onChange={setReason} maxLength={5000} lines={2} />
        <Button
          className="button button-danger"
          isPending={isPending}
          isDisabled={reason.trim() === ''}
          onPress={() => decide({ verdict: 'refused', reason })}
        >
          Refuse
        </Button>
      </div>
    </>
  );
}

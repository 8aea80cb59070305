// One draft: read, worked on, published.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'react-router';
import { readDraft } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { PublishedRelease } from '../publish/published-release.js';
import { MembersOnly } from '../shell/members-only.js';
import { Answer } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { DraftEditor } from './draft-editor.js';
import type { DraftEnd } from './draft-end.js';
import { SuggestedChange } from './suggested-change.js';

/** `/drafts/:draftId` */
export function DraftPage() {
  const { draftId = '' } = useParams();
  const [end, setEnd] = useState<DraftEnd>();
  const title = end === undefined ? 'Draft' : 'release' in end ? 'Published' : 'Suggested';
  return (
    <Page title={title}>
      <MembersOnly roles={['designer']}>
        {() => {
          if (end === undefined) return <OpenDraft key={draftId} draftId={draftId} onEnd={setEnd} />;
          return 'release' in end ? (
            <PublishedRelease release={end.release} />
          ) : (
            <SuggestedChange change={end.change} />
          );
        }}
      </MembersOnly>
    </Page>
  );
}

interface OpenProps {
  readonly draftId: string;
  readonly onEnd: (end: DraftEnd) => void;
}

function OpenDraft({ draftId, onEnd }: OpenProps) {
  const draft = useQuery({
    queryKey: ['mine', 'draft', draftId],
    queryFn: ({ signal }) => call(readDraft, { params: { draftId }, signal }),
    // What is being worked on is not exchanged under one's hands.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [loads, setLoads] = useState(0);
  const reload = async (): Promise<void> => {
    await draft.refetch();
    setLoads((count) => count + 1);
  };
  return (
    <Answer query={draft} what="the draft" heightRem={50}>
      {(found) => <DraftEditor key={loads} draft={found} onEnd={onEnd} onReload={() => void reload()} />}
    </Answer>
  );
}

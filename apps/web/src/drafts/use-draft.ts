// A draft being worked on: what is saved, what is changed since, and the ways to end it.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { type DraftView, changeDraft } from '#contracts/http/drafts';
import type { PublishBody } from '#contracts/http/releases';
import { call } from '../api/client.js';
import { tidied } from './contents.js';

export interface DraftWork {
  /** As the network has it. */
  readonly saved: DraftView;
  readonly contents: PublishBody;
  readonly change: (change: (contents: PublishBody) => PublishBody) => void;
  readonly isDirty: boolean;
  /** Saves what is changed; answers the draft as saved. Throws when it was refused. */
  readonly save: () => Promise<DraftView>;
  readonly isSaving: boolean;
  readonly saveError: Error | null;
}

/** Begins with the draft as it was read. */
export function useDraftWork(draft: DraftView): DraftWork {
  const [saved, setSaved] = useState(draft);
  const [contents, setContents] = useState(draft.contents);
  const latest = useRef(contents);
  const queries = useQueryClient();
  const isDirty = contents !== saved.contents;
  const put = useMutation({
    mutationFn: (sent: PublishBody) =>
      call(changeDraft, {
        params: { draftId: draft.id },
        body: { revision: saved.revision, contents: tidied(sent) },
      }),
    onSuccess: (answer, sent) => {
      queries.setQueryData(['mine', 'draft', draft.id], answer);
      setSaved(answer);
      // What was typed while it was sent is kept, and is not saved yet.
      if (latest.current === sent) setContents((latest.current = answer.contents));
      void queries.invalidateQueries({ queryKey: ['mine', 'drafts'] });
    },
  });
  useWarning(isDirty);
  return {
    saved,
    contents,
    change: (change) => setContents((latest.current = change(latest.current))),
    isDirty,
    save: async () => (latest.current === saved.contents ? saved : put.mutateAsync(latest.current)),
    isSaving: put.isPending,
    saveError: put.error,
  };
}

/** The browser asks before a page with unsaved changes is closed. */
function useWarning(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isDirty]);
}

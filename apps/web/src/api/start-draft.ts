// A draft from a release: of one's own design its next version, of somebody else's a fork or a suggested change.

import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { type DraftView, startDraft } from '#contracts/http/drafts';
import type { ReleaseId } from '#core/kernel/ids';
import { call } from './client.js';

/** What somebody wants to make of it; the draft is the same. */
export type DraftAim = 'publish' | 'suggest';

/** Starts the draft and goes to it. */
export function useDraftFrom(releaseId: ReleaseId): UseMutationResult<DraftView, Error, DraftAim> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (_aim: DraftAim) => call(startDraft, { body: { from: 'release', releaseId } }),
    onSuccess: async (draft, aim) => {
      queries.setQueryData(['mine', 'draft', draft.id], draft);
      await queries.invalidateQueries({ queryKey: ['mine', 'drafts'] });
      await navigate(`/drafts/${draft.id}${aim === 'suggest' ? '?aim=suggest' : ''}`);
    },
  });
}

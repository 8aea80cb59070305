// A draft from a release: of one's own design its next version, of somebody else's a fork or a suggested change.

import { useMutation, useQueryClient, type UseMutationResult } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { type DraftView, startDraft } from '#contracts/http/drafts';
import type { ReleaseId } from '#core/kernel/ids';
import { call } from './client.js';

/** Starts the draft and goes to it. */
export function useDraftFrom(releaseId: ReleaseId): UseMutationResult<DraftView, Error, void> {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(startDraft, { body: { from: 'release', releaseId } }),
    onSuccess: async (draft) => {
      queries.setQueryData(['mine', 'draft', draft.id], draft);
      await queries.invalidateQueries({ queryKey: ['mine', 'drafts'] });
      await navigate(`/drafts/${draft.id}`);
    },
  });
}

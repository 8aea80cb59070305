// What one may do with a release: go on from it, take its manifest along, take it out of sale.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { addressOf } from '#contracts/http/call-route';
import { exportManifest } from '#contracts/http/release-papers';
import { withdrawRelease } from '#contracts/http/releases';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { useDraftFrom } from '../api/start-draft.js';
import { AskTwice } from '../parts/ask-twice.js';
import { ProblemNotice } from '../shell/notices.js';
import type { SectionProps } from './section-props.js';
import { useMayLookAfter } from './maintainers.js';

/** For everybody the manifests; for designers a draft; for those who look after the design its withdrawal. */
export function DesignActions({ design, release }: SectionProps) {
  const { has } = useSession();
  const isMaintainer = useMayLookAfter(design).isMaintainer;
  const draft = useDraftFrom(release.id);
  const manifest = (format: 'okh-v1' | 'okh-losh') =>
    addressOf(exportManifest, { params: { releaseId: release.id }, query: { format } });
  return (
    <div className="design-actions">
      <div className="button-row">
        {has('designer') && isMaintainer ? (
          <Button className="button" isPending={draft.isPending} onPress={() => draft.mutate('publish')}>
            Make a new version
          </Button>
        ) : null}
        {has('designer') && !isMaintainer ? (
          <>
            <Button className="button" isPending={draft.isPending} onPress={() => draft.mutate('suggest')}>
              Suggest a change
            </Button>
            <Button className="button" isPending={draft.isPending} onPress={() => draft.mutate('publish')}>
              Fork it
            </Button>
          </>
        ) : null}
        <a className="button" href={manifest('okh-losh')} download="okh.toml">
          okh.toml
        </a>
        <a className="button" href={manifest('okh-v1')} download="okh.yml">
          okh.yml
        </a>
        <Withdraw design={design} release={release} />
      </div>
      {draft.isError ? <ProblemNotice error={draft.error} /> : null}
    </div>
  );
}

function Withdraw({ design, release }: SectionProps) {
  const queries = useQueryClient();
  const { mayChange } = useMayLookAfter(design);
  const withdraw = useMutation({
    mutationFn: () => call(withdrawRelease, { params: { releaseId: release.id } }),
    onSuccess: async (withdrawn) => {
      queries.setQueryData(['release', release.id], withdrawn);
      await Promise.all(
        [['design', design.slug], ['designs']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      );
    },
  });
  if (!mayChange || release.status === 'withdrawn') return null;
  return (
    <>
      <AskTwice
        ask={`Withdraw ${release.version} …`}
        confirm={`Yes, take ${release.version} out of sale for good`}
        keep="Keep it"
        isPending={withdraw.isPending}
        onConfirm={() => withdraw.mutate()}
      />
      {withdraw.isError ? <ProblemNotice error={withdraw.error} /> : null}
    </>
  );
}

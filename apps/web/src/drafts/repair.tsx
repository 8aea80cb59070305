// Mending a mesh: first what would be done, then, with a yes, a new file in the place of the old one.

import { useMutation } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { repairFile } from '#contracts/http/files';
import { call } from '../api/client.js';
import { ProblemNotice } from '../shell/notices.js';
import { type DraftFile, withRepaired } from './contents.js';
import type { DraftWork } from './use-draft.js';

/** The old file stays in the commons as it is. */
export function Repair({ work, file: { path, sha256 } }: { readonly work: DraftWork; readonly file: DraftFile }) {
  const ask = (accept: boolean) => call(repairFile, { params: { sha256 }, body: { fileName: path, accept } });
  const look = useMutation({ mutationFn: () => ask(false) });
  const mend = useMutation({
    mutationFn: async () => {
      const { derived } = await ask(true);
      if (derived) work.change((contents) => withRepaired(contents, path, derived));
    },
  });
  const found = look.data;
  return (
    <div className="repair" aria-live="polite">
      {found === undefined ? (
        <Button className="button" isPending={look.isPending} onPress={() => look.mutate()}>
          {look.isPending ? 'Looking at the mesh …' : 'See what can be repaired'}
        </Button>
      ) : (
        <>
          <p>
            {found.repairs.length === 0
              ? 'There is nothing that could safely be repaired.'
              : 'This would be done, into a new file; the old one stays as it is:'}
          </p>
          <Words lines={found.repairs.map(({ message }) => message)} />
          {found.remaining.length > 0 ? <p>Still wrong afterwards:</p> : null}
          <Words lines={found.remaining} />
          {found.repairs.length > 0 ? (
            <Button className="button button-primary" isPending={mend.isPending} onPress={() => mend.mutate()}>
              {mend.isPending ? 'Repairing …' : 'Repair it'}
            </Button>
          ) : null}
        </>
      )}
      {look.isError ? <ProblemNotice error={look.error} /> : null}
      {mend.isError ? <ProblemNotice error={mend.error} /> : null}
    </div>
  );
}

function Words({ lines }: { readonly lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

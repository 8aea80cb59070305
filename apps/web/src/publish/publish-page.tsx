// Publish a design: files are dropped, looked at, sent, and become a draft; archives are unpacked by the network.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'react-aria-components/Button';
import { Link, useNavigate } from 'react-router';
import { type DraftView, startDraft } from '#contracts/http/drafts';
import { call } from '../api/client.js';
import { countOf } from '../parts/format.js';
import { MembersOnly } from '../shell/members-only.js';
import { ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { FileChooser } from './file-chooser.js';
import { FileTable } from './file-table.js';
import { keepLooks } from './first-looks.js';
import { SendingProgress } from './sending-progress.js';
import { UnfinishedNote } from './unfinished-note.js';
import { type SentFile, useFiles } from './use-files.js';

/** `/publish` */
export function PublishPage() {
  return (
    <Page
      title="Publish a design"
      lead="Files become a draft that you complete and publish. A release is immutable: it is kept as it is, under its own address, for all who ordered it."
      aside={
        <Link className="button" to="/drafts">
          Your drafts
        </Link>
      }
    >
      <MembersOnly roles={['designer']}>{() => <NewDraft />}</MembersOnly>
    </Page>
  );
}

function NewDraft() {
  const { files, add, remove, send, stop, pace } = useFiles();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: async () => {
      const sent = await send();
      if (!sent) return undefined;
      keepLooks(files, sent);
      return draftFrom(sent);
    },
    onSuccess: async (draft) => {
      if (!draft) return;
      queries.setQueryData(['mine', 'draft', draft.id], draft);
      await queries.invalidateQueries({ queryKey: ['mine', 'drafts'] });
      await navigate(`/drafts/${draft.id}`);
    },
  });
  return (
    <div className="stack">
      <FileChooser onChoose={add} />
      <UnfinishedNote />
      {files.length > 0 ? <FileTable files={files} onRemove={remove} isSending={start.isPending} /> : null}
      {start.isError ? <ProblemNotice error={start.error} /> : null}
      {start.isPending ? <SendingProgress pace={pace} onStop={stop} /> : null}
      <Button
        className="button button-primary"
        isPending={start.isPending}
        isDisabled={files.length === 0}
        onPress={() => start.mutate()}
      >
        {start.isPending ? 'Making the draft …' : wordsFor(files)}
      </Button>
    </div>
  );
}

const isArchive = (path: string): boolean => /\.zip$/i.test(path);

const wordsFor = (files: readonly { readonly path: string }[]): string => {
  if (files.length === 0) return 'Make a draft';
  if (files.length === 1 && isArchive(files[0]!.path)) return `Unpack ${files[0]!.path} into a draft`;
  return `Make a draft of ${countOf(files.length, 'file')}`;
};

function draftFrom(sent: readonly SentFile[]): Promise<DraftView> {
  const [first] = sent;
  if (first && sent.length === 1 && isArchive(first.path)) {
    return call(startDraft, { body: { from: 'archive', sha256: first.sha256, fileName: first.path } });
  }
  return call(startDraft, { body: { from: 'files', contents: { files: [...sent] } } });
}

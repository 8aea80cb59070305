// The files of a draft: added, left out, and what is said of each part.

import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { countOf } from '../parts/format.js';
import { FileChooser } from '../publish/file-chooser.js';
import { FileTable } from '../publish/file-table.js';
import { keepLooks } from '../publish/first-looks.js';
import { SendingProgress } from '../publish/sending-progress.js';
import { useFiles } from '../publish/use-files.js';
import { ProblemNotice } from '../shell/notices.js';
import { type DraftFile, isDrawing, isMesh, withFiles } from './contents.js';
import { LeaveOut } from './leave-out.js';
import { PartEditor } from './part-editor.js';
import type { DraftWork } from './use-draft.js';

/** As many as are shown before somebody asks for all. */
const SHOWN = 100;

/** Parts first, then what goes along. */
export function DraftFiles({ work }: { readonly work: DraftWork }) {
  const { files } = work.contents;
  const made = files.filter(({ path }) => isMesh(path) || isDrawing(path));
  const along = files.filter(({ path }) => !isMesh(path) && !isDrawing(path));
  return (
    <>
      <section aria-labelledby="draft-parts-heading">
        <h2 id="draft-parts-heading">Meshes and drawings</h2>
        {made.length === 0 ? <p>None yet: a release has at least one part, or contains other releases.</p> : null}
        <Some of={made} what="meshes and drawings">
          {(file) => <PartEditor work={work} file={file} />}
        </Some>
      </section>
      <section aria-labelledby="draft-files-heading">
        <h2 id="draft-files-heading">{along.length === 0 ? 'Other files' : countOf(along.length, 'other file')}</h2>
        {along.length === 0 ? <p>Sources, pictures and documents go along with the release.</p> : null}
        <Some of={along} what="files" className="rows">
          {({ path }) => (
            <>
              <span>{path}</span>
              <LeaveOut work={work} path={path} />
            </>
          )}
        </Some>
        <MoreFiles work={work} />
      </section>
    </>
  );
}

interface SomeProps {
  readonly of: readonly DraftFile[];
  readonly what: string;
  readonly className?: string;
  readonly children: (file: DraftFile) => ReactNode;
}

function Some({ of, what, className = 'plain-list', children }: SomeProps) {
  const [isAll, setAll] = useState(false);
  const shown = isAll ? of : of.slice(0, SHOWN);
  return (
    <>
      <ul className={className}>
        {shown.map((file) => (
          <li key={file.path}>{children(file)}</li>
        ))}
      </ul>
      {shown.length < of.length ? (
        <Button className="button" onPress={() => setAll(true)}>{`Show all ${of.length} ${what}`}</Button>
      ) : null}
    </>
  );
}

/** Sent at once and saved with the draft, so that they are not swept away. */
function MoreFiles({ work }: { readonly work: DraftWork }) {
  const { files, add, remove, clear, send, stop, pace } = useFiles();
  const take = useMutation({
    mutationFn: async () => {
      const sent = await send();
      if (!sent) return;
      keepLooks(files, sent);
      work.change((contents) => withFiles(contents, sent));
      clear();
      await work.save();
    },
  });
  return (
    <div className="stack">
      <FileChooser onChoose={add} />
      {files.length > 0 ? (
        <>
          <FileTable files={files} onRemove={remove} isSending={take.isPending} />
          {take.isPending ? <SendingProgress pace={pace} onStop={stop} /> : null}
          <Button className="button button-primary" isPending={take.isPending} onPress={() => take.mutate()}>
            {`Add ${countOf(files.length, 'file')} to the draft`}
          </Button>
        </>
      ) : null}
      {take.isError ? <ProblemNotice error={take.error} /> : null}
    </div>
  );
}

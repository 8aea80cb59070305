// The chosen files with their first look and how far each is sent.

import { Button } from 'react-aria-components/Button';
import type { MeasuredBody } from '../mesh/mesh-messages.js';
import { Badge } from '../parts/badge.js';
import { showBox, showBytes, showNumber, showVolume } from '../parts/format.js';
import { ProblemBadge } from '../parts/problem-badge.js';
import type { ChosenFile, FirstLook } from './chosen-files.js';

/** More rows than a person reads; the rest is counted. */
const ROWS = 200;

interface TableProps {
  readonly files: readonly ChosenFile[];
  readonly onRemove: (path: string) => void;
  readonly isSending: boolean;
}

/** One row a file. */
export function FileTable({ files, onRemove, isSending }: TableProps) {
  return (
    <>
      <ul className="files" aria-label="Chosen files">
        {files.slice(0, ROWS).map((file) => (
          <li key={file.path} className="facts file">
            <div className="file-head">
              <b>{file.path}</b> <span className="fine">{showBytes(file.file.size)}</span> <Sent file={file} />
              <Button
                className="button"
                isDisabled={isSending}
                aria-label={`Leave out ${file.path}`}
                onPress={() => onRemove(file.path)}
              >
                Leave out
              </Button>
            </div>
            <Look look={file.look} />
            {file.fault === undefined ? null : (
              <p role="alert" className="field-error">
                {file.fault}
              </p>
            )}
          </li>
        ))}
      </ul>
      {files.length > ROWS ? <p className="fine">… and {showNumber(files.length - ROWS)} more files.</p> : null}
    </>
  );
}

function Sent({ file: { sentBytes, sha256, file } }: { readonly file: ChosenFile }) {
  if (sha256 !== undefined) return <Badge tone="good">sent</Badge>;
  if (sentBytes === undefined) return null;
  return <Badge tone="busy">{`${Math.floor((sentBytes / Math.max(file.size, 1)) * 100)} %`}</Badge>;
}

/** What the file is, as far as this browser can see. */
export function Look({ look }: { readonly look: FirstLook }) {
  if (look.kind === 'looking') return <p className="fine">Measuring …</p>;
  if (look.kind === 'no-part') return <p className="fine">Goes along with the release; not a part.</p>;
  if (look.kind === 'unreadable') {
    return (
      <p>
        <Badge tone="bad">not usable</Badge> {look.message} {look.remedy}
      </p>
    );
  }
  return look.bodies.map((body, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- bodies of a file stay in its order
    <BodyLook key={index} body={body} isOneOfSeveral={look.bodies.length > 1 || body.instances > 1} />
  ));
}

function BodyLook({ body, isOneOfSeveral }: { readonly body: MeasuredBody; readonly isOneOfSeveral: boolean }) {
  const { name, instances, measures, problems } = body;
  return (
    <>
      <p className="fine">
        {isOneOfSeveral ? `${instances} × ${name}: ` : ''}
        {showBox(measures.boxMm)}, {showVolume(measures.volumeMm3)}, {showNumber(measures.triangles)} triangles,{' '}
        {measures.watertight ? 'watertight' : 'not watertight'}
      </p>
      {problems.map(({ code, severity, message }) => (
        <p key={code}>
          <ProblemBadge severity={severity} /> {message}
        </p>
      ))}
    </>
  );
}

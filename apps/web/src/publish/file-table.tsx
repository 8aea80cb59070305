// The chosen files with their first look, their pieces and material, and how far each is sent.

import { Button } from 'react-aria-components/Button';
import { Badge } from '../parts/badge.js';
import { NumberInput, TextInput } from '../parts/fields.js';
import { showBox, showBytes, showNumber, showVolume } from '../parts/format.js';
import { Progress } from '../parts/progress.js';
import type { ChosenFile } from './chosen-files.js';

interface TableProps {
  readonly files: readonly ChosenFile[];
  readonly onChange: (path: string, change: Partial<ChosenFile>) => void;
  readonly onRemove: (path: string) => void;
  readonly isSending: boolean;
}

/** One row a file. */
export function FileTable({ files, onChange, onRemove, isSending }: TableProps) {
  return (
    <ul className="files" aria-label="Chosen files">
      {files.map((file) => (
        <li key={file.path} className="facts file">
          <div className="file-head">
            <b>{file.path}</b> <span className="fine">{showBytes(file.file.size)}</span>
            <Button
              className="button"
              isDisabled={isSending}
              aria-label={`Leave out ${file.path}`}
              onPress={() => onRemove(file.path)}
            >
              Leave out
            </Button>
          </div>
          <Look file={file} />
          {file.look.kind === 'measured' ? (
            <div className="file-choices">
              <NumberInput
                label={`Pieces of ${file.path}`}
                value={file.quantity}
                onChange={(quantity) => onChange(file.path, { quantity })}
                minValue={1}
                maxValue={10_000}
              />
              <TextInput
                label={`Material of ${file.path}`}
                value={file.material}
                onChange={(material) => onChange(file.path, { material })}
                maxLength={40}
                hint="Empty: any."
              />
            </div>
          ) : null}
          {file.sent === undefined ? null : (
            <Progress label={`Sending ${file.path}`} percent={Math.round(file.sent * 100)} />
          )}
          {file.fault === undefined ? null : (
            <p role="alert" className="field-error">
              {file.fault}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Look({ file: { look } }: { readonly file: ChosenFile }) {
  if (look.kind === 'looking') return <p className="fine">Measuring …</p>;
  if (look.kind === 'no-part') return <p className="fine">Goes along with the release; not a part.</p>;
  if (look.kind === 'unreadable') {
    return (
      <p>
        <Badge tone="bad">not usable</Badge> {look.message} {look.remedy}
      </p>
    );
  }
  const { measures, problems } = look;
  return (
    <>
      <p className="fine">
        {showBox(measures.boxMm)}, {showVolume(measures.volumeMm3)}, {showNumber(measures.triangles)} triangles,{' '}
        {measures.watertight ? 'watertight' : 'not watertight'}
      </p>
      {problems.map(({ code, severity, message }) => (
        <p key={code}>
          <Badge tone={severity === 'blocking' ? 'bad' : severity === 'warning' ? 'warn' : 'plain'}>{severity}</Badge>{' '}
          {message}
        </p>
      ))}
    </>
  );
}

// What is said of one mesh or drawing: how many, how made, of what, with which settings.

import { useState } from 'react';
import { PROCESSES, type Process } from '#core/design/part';
import { Badge } from '../parts/badge.js';
import { NumberInput, TextInput, Tick } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';
import { countOf, showProcess } from '../parts/format.js';
import { Look } from '../publish/file-table.js';
import { lookOf } from '../publish/first-looks.js';
import { type DraftFile, type SaidOfPart, isDrawing, isMesh, isPart, saidOf, sayOf } from './contents.js';
import { LeaveOut } from './leave-out.js';
import { type PartFieldsProps, PartSettings } from './part-settings.js';
import { Repair } from './repair.js';
import type { DraftWork } from './use-draft.js';

interface PartProps {
  readonly work: DraftWork;
  readonly file: DraftFile;
}

/** Closed it is one line; what is inside is made when it is opened. */
export function PartEditor({ work, file }: PartProps) {
  const [isOpen, setOpen] = useState(false);
  const { path } = file;
  const said = saidOf(work.contents, path);
  const made = isPart(work.contents, path);
  const say = (more: Partial<SaidOfPart>): void => work.change((contents) => sayOf(contents, path, more));
  const look = lookOf(file.sha256);
  return (
    <details className="facts part-editor" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span>{said.name ?? path}</span>{' '}
        <Summary said={said} isPart={made} isRepaired={file.derivedFrom !== undefined} />
      </summary>
      {isOpen ? (
        <div className="stack">
          {look && look.kind !== 'no-part' ? <Look look={look} /> : null}
          <Tick
            label={isMesh(path) ? 'It is a part to be made' : 'It is cut: a part to be made'}
            isSelected={made}
            onChange={(is) => say({ isPart: is })}
          />
          {made ? (
            <PartFields said={said} say={say} />
          ) : (
            <p className="fine">It is kept with the release and not made.</p>
          )}
          {isMesh(path) ? <Repair work={work} file={file} /> : null}
          <LeaveOut work={work} path={path} />
        </div>
      ) : null}
    </details>
  );
}

interface SummaryProps {
  readonly said: SaidOfPart;
  readonly isPart: boolean;
  readonly isRepaired: boolean;
}

function Summary({ said, isPart: made, isRepaired }: SummaryProps) {
  if (!made) return <Badge>not a part</Badge>;
  const { quantity = 1, process, materials = [], optional, variant } = said;
  const words = [countOf(quantity, 'piece'), ...(process ? [showProcess(process)] : []), ...materials];
  return (
    <span className="fine">
      {words.join(', ')} {optional ? <Badge>optional</Badge> : null}
      {variant ? <Badge>{`${variant.group}: ${variant.name}`}</Badge> : null}
      {isRepaired ? <Badge tone="good">repaired</Badge> : null}
    </span>
  );
}

const UNITS = [
  { id: '', label: 'As the drawing says' },
  { id: 'mm', label: 'millimetres' },
  { id: 'cm', label: 'centimetres' },
  { id: 'in', label: 'inches' },
  { id: 'px', label: 'pixels' },
] as const;

function PartFields({ said, say }: PartFieldsProps) {
  const processes = [
    { id: '' as const, label: 'By the kind of file' },
    ...PROCESSES.map((id) => ({ id, label: showProcess(id) })),
  ];
  return (
    <>
      <div className="file-choices">
        <TextInput label="Name" value={said.name ?? ''} onChange={(name) => say({ name })} maxLength={200} />
        <NumberInput
          label="Pieces"
          value={said.quantity ?? 1}
          onChange={(quantity) => say({ quantity })}
          minValue={1}
          maxValue={10_000}
        />
        <ManyChoices<Process | ''>
          label="Process"
          choices={processes}
          value={said.process ?? ''}
          onChange={(process) => say({ process: process === '' ? undefined : process })}
        />
        <MaterialsInput said={said} say={say} />
        {isDrawing(said.path) ? (
          <ManyChoices
            label="Drawn in"
            choices={UNITS}
            value={said.unit ?? ''}
            onChange={(unit) => say({ unit: unit === '' ? undefined : unit })}
          />
        ) : null}
      </div>
      <PartSettings said={said} say={say} />
    </>
  );
}

/** Text while it is typed, a list when it is left. */
function MaterialsInput({ said, say }: PartFieldsProps) {
  const [text, setText] = useState((said.materials ?? []).join(', '));
  return (
    <TextInput
      label="Materials"
      value={text}
      onChange={(typed) => {
        setText(typed);
        const materials = typed
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '');
        say({ materials: materials.length === 0 ? undefined : materials });
      }}
      maxLength={400}
      hint="Separated by commas; empty: any."
    />
  );
}

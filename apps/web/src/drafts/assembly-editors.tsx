// What is bought in, which tools are needed, and how it all goes together.

import type { z } from 'zod';
import type { PublishBody, boughtInSchema, stepSchema } from '#contracts/http/releases';
import { NumberInput, TextInput } from '../parts/fields.js';
import { isPicture } from '../parts/file-picture.js';
import { isPart } from './contents.js';
import { PathsField } from './paths-field.js';
import { RowsEditor } from './rows-editor.js';
import type { DraftWork } from './use-draft.js';

type BoughtIn = z.infer<typeof boughtInSchema>;
type Tool = NonNullable<PublishBody['tools']>[number];
type Step = z.infer<typeof stepSchema>;
interface WorkProps {
  readonly work: DraftWork;
}

/** Screws, bearings, boards. */
export function BoughtInEditor({ work: { contents, change } }: WorkProps) {
  return (
    <RowsEditor<BoughtIn>
      title="Bought in"
      word="bought-in item"
      hint="Screws, bearings, electronics: what is bought for one unit."
      rows={contents.boughtIn ?? []}
      fresh={{ name: '', quantity: 1 }}
      onChange={(boughtIn) => change((before) => ({ ...before, boughtIn }))}
      fields={(row, say, number) => (
        <>
          <TextInput
            label={`Item ${number}`}
            value={row.name}
            onChange={(name) => say({ name })}
            maxLength={200}
            isRequired
          />
          <NumberInput
            label="Quantity"
            value={row.quantity}
            onChange={(quantity) => say({ quantity })}
            minValue={0.001}
            step={0.001}
            maxValue={1e6}
          />
          <TextInput
            label="Unit"
            value={row.unit ?? ''}
            onChange={(unit) => say({ unit })}
            maxLength={20}
            hint="Empty: pieces."
          />
          <TextInput
            label="Web address"
            type="url"
            value={row.link ?? ''}
            onChange={(link) => say({ link })}
            maxLength={500}
          />
          <TextInput label="Note" value={row.note ?? ''} onChange={(note) => say({ note })} maxLength={1000} />
        </>
      )}
    />
  );
}

/** Needed for the assembly, not used up. */
export function ToolsEditor({ work: { contents, change } }: WorkProps) {
  return (
    <RowsEditor<Tool>
      title="Tools"
      word="tool"
      hint="What is needed to put it together, and is not used up."
      rows={contents.tools ?? []}
      fresh={{ name: '' }}
      onChange={(tools) => change((before) => ({ ...before, tools }))}
      fields={(row, say, number) => (
        <>
          <TextInput
            label={`Tool ${number}`}
            value={row.name}
            onChange={(name) => say({ name })}
            maxLength={200}
            isRequired
          />
          <TextInput label="Note" value={row.note ?? ''} onChange={(note) => say({ note })} maxLength={1000} />
        </>
      )}
    />
  );
}

/** In their order, with pictures and the parts that they join. */
export function StepsEditor({ work: { contents, change } }: WorkProps) {
  const pictures = contents.files.flatMap(({ path }) => (isPicture(path) ? [path] : []));
  const parts = contents.files.flatMap(({ path }) => (isPart(contents, path) ? [path] : []));
  return (
    <RowsEditor<Step>
      title="Assembly"
      word="step"
      hint="How it goes together, step by step."
      rows={contents.steps ?? []}
      fresh={{ text: '', pictures: [], parts: [] }}
      onChange={(steps) => change((before) => ({ ...before, steps }))}
      isOrdered
      fields={(row, say, number) => (
        <>
          <TextInput
            label={`Title of step ${number}`}
            value={row.title ?? ''}
            onChange={(title) => say({ title })}
            maxLength={200}
          />
          <TextInput
            label="What to do"
            value={row.text}
            onChange={(text) => say({ text })}
            maxLength={10_000}
            lines={4}
            isRequired
          />
          <PathsField
            label="Pictures"
            choices={pictures}
            chosen={row.pictures}
            onChange={(chosen) => say({ pictures: chosen })}
          />
          <PathsField label="Parts" choices={parts} chosen={row.parts} onChange={(chosen) => say({ parts: chosen })} />
        </>
      )}
    />
  );
}

// What is said of the design as a whole.

import type { PublishBody } from '#contracts/http/releases';
import { TextInput } from '../parts/fields.js';
import { LicenceField } from './licence-field.js';
import type { DraftWork } from './use-draft.js';

/** Title, summary, version, licence, address, what changed. */
export function DraftFacts({ work: { saved, contents, change } }: { readonly work: DraftWork }) {
  const isNewDesign = saved.basedOn === undefined || contents.forkOf !== undefined;
  const text = (field: 'title' | 'summary' | 'version' | 'slug' | 'changes') => ({
    name: `contents.${field}`,
    value: contents[field] ?? '',
    onChange: (value: string) =>
      change((before): PublishBody => ({ ...before, [field]: value === '' ? undefined : value })),
  });
  return (
    <section aria-labelledby="facts-heading">
      <h2 id="facts-heading">The design</h2>
      <div className="stack">
        <div className="columns">
          <TextInput label="Title" {...text('title')} maxLength={200} isRequired />
          <TextInput
            label="Version"
            {...text('version')}
            maxLength={64}
            hint="A semantic version such as 1.2.0; 1.0.0 when left empty."
          />
        </div>
        <TextInput label="Summary" {...text('summary')} maxLength={5000} lines={4} />
        <LicenceField
          value={contents.license ?? ''}
          onChange={(license) => change((before) => ({ ...before, license: license === '' ? undefined : license }))}
        />
        {isNewDesign ? (
          <TextInput
            label="Short name in addresses"
            {...text('slug')}
            maxLength={80}
            hint="Made from the title when left empty."
          />
        ) : null}
        {saved.basedOn === undefined ? null : (
          <TextInput label="What is changed" {...text('changes')} maxLength={5000} lines={3} />
        )}
      </div>
    </section>
  );
}

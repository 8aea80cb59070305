// The form: files first, then what is to be said of them.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { type ReleaseView, publishRelease } from '#contracts/http/releases';
import { judgeLicense } from '#core/licensing/judge-license';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { TextInput } from '../parts/fields.js';
import { countOf } from '../parts/format.js';
import { ProblemNotice } from '../shell/notices.js';
import { FileChooser } from './file-chooser.js';
import { FileTable } from './file-table.js';
import type { ChosenFile } from './chosen-files.js';
import { useFiles } from './use-files.js';

const COMMON_LICENCES = [
  'CERN-OHL-S-2.0',
  'CERN-OHL-W-2.0',
  'CERN-OHL-P-2.0',
  'CC-BY-SA-4.0',
  'CC-BY-4.0',
  'CC0-1.0',
  'MIT',
];

/** Sends files and words; tells the published release. */
export function PublishForm({ onPublished }: { readonly onPublished: (release: ReleaseView) => void }) {
  const { files, add, remove, change, send, stop } = useFiles();
  const [license, setLicense] = useState('');
  const queries = useQueryClient();
  const publish = useMutation({
    mutationFn: async (form: FormData) => {
      const sent = await send();
      if (!sent) return undefined;
      return call(publishRelease, { body: { files: [...sent], parts: partsOf(files), ...wordsOf(form) } });
    },
    onSuccess: async (release) => {
      if (!release) return;
      await queries.invalidateQueries({ queryKey: ['designs'] });
      onPublished(release);
    },
  });
  const hasManifest = files.some(({ path }) => /(^|\/)okh\.(toml|ya?ml)$/i.test(path));
  return (
    <Form
      className="stack"
      validationErrors={fieldErrors(publish.error)}
      onSubmit={(event) => {
        event.preventDefault();
        publish.mutate(new FormData(event.currentTarget));
      }}
    >
      <FileChooser onChoose={add} />
      {files.length > 0 ? (
        <FileTable files={files} onChange={change} onRemove={remove} isSending={publish.isPending} />
      ) : null}
      <div className="columns">
        <TextInput
          label="Title"
          name="title"
          maxLength={200}
          isRequired={!hasManifest}
          {...(hasManifest ? { hint: MANIFEST_HINT } : {})}
        />
        <TextInput
          label="Version"
          name="version"
          maxLength={64}
          hint="A semantic version such as 1.2.0; 1.0.0 when left empty."
        />
      </div>
      <TextInput label="Summary" name="summary" maxLength={5000} lines={3} />
      <TextInput
        label="Licence"
        name="license"
        value={license}
        onChange={setLicense}
        maxLength={200}
        list="common-licences"
        isRequired={!hasManifest}
        hint={<LicenceHint license={license} />}
      />
      <datalist id="common-licences">
        {COMMON_LICENCES.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </datalist>
      {publish.isError ? <ProblemNotice error={publish.error} /> : null}
      <p className="button-row">
        <Button
          type="submit"
          className="button button-primary"
          isPending={publish.isPending}
          isDisabled={files.length === 0}
        >
          {publish.isPending ? 'Publishing …' : `Publish ${files.length === 0 ? '' : countOf(files.length, 'file')}`}
        </Button>
        {publish.isPending ? (
          <Button className="button" onPress={stop}>
            Stop
          </Button>
        ) : null}
      </p>
    </Form>
  );
}

const MANIFEST_HINT = 'The manifest’s, when left empty.';

/** What the licence means, said while it is typed. */
function LicenceHint({ license }: { readonly license: string }) {
  if (license.trim() === '') return <>An SPDX id or expression. It decides who may make and sell the design.</>;
  const judged = judgeLicense(license);
  return <>{judged.ok ? judged.value.reason : `${judged.refusal.message} ${judged.refusal.remedy ?? ''}`}</>;
}

function wordsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    ['title', 'version', 'summary', 'license'].flatMap((name) => {
      const text = String(form.get(name) ?? '').trim();
      return text === '' ? [] : [[name, text]];
    }),
  );
}

const partsOf = (files: readonly ChosenFile[]) =>
  files
    .filter(({ look }) => look.kind !== 'no-part')
    .filter(({ quantity, material }) => quantity !== 1 || material !== '')
    .map(({ path, quantity, material }) => ({ path, quantity, ...(material === '' ? {} : { materials: [material] }) }));

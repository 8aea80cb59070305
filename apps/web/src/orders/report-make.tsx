// How a job turned out, told by who made it or who ordered it: outcome, settings, a photo.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Form } from 'react-aria-components/Form';
import { putPhoto, reportMake } from '#contracts/http/reviews';
import type { JobId } from '#core/kernel/ids';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { FewChoices, TextInput } from '../parts/fields.js';
import type { Outcome } from '../parts/outcome-badge.js';
import { ProblemNotice } from '../shell/notices.js';

const OUTCOMES = [
  { id: 'good', label: 'Good' },
  { id: 'usable', label: 'Usable, with faults' },
  { id: 'failed', label: 'Failed' },
] as const;

interface ReportProps {
  readonly jobId: JobId;
  /** What was made, to tell one form from another. */
  readonly what: string;
  readonly begin: Outcome;
}

/** One report each; another one takes its place. */
export function ReportMake({ jobId, what, begin }: ReportProps) {
  const [outcome, setOutcome] = useState<Outcome>(begin);
  const [photo, setPhoto] = useState<File>();
  const queries = useQueryClient();
  const report = useMutation({
    mutationFn: async (form: FormData) => {
      const note = String(form.get('note') ?? '').trim();
      const sent = photo && (await call(putPhoto, { body: photo }));
      return call(reportMake, {
        params: { jobId },
        body: {
          outcome,
          settings: settingsIn(String(form.get('settings') ?? '')),
          ...(note === '' ? {} : { note }),
          ...(sent ? { photoSha256: sent.sha256 } : {}),
        },
      });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['makes'] }),
  });
  return (
    <details>
      <summary>Tell how {what} turned out</summary>
      <Form
        className="stack"
        validationErrors={fieldErrors(report.error)}
        onSubmit={(event) => {
          event.preventDefault();
          report.mutate(new FormData(event.currentTarget));
        }}
      >
        <FewChoices label="Outcome" choices={OUTCOMES} value={outcome} onChange={setOutcome} />
        <TextInput label="Note" name="note" maxLength={5000} lines={3} />
        <TextInput
          label="Settings that mattered"
          name="settings"
          lines={2}
          maxLength={4000}
          hint="One a line, such as nozzle temperature: 215 °C."
        />
        <div className="button-row">
          <FileTrigger
            acceptedFileTypes={['image/png', 'image/jpeg', 'image/webp']}
            onSelect={(files) => setPhoto(files?.[0])}
          >
            <Button className="button">{photo ? `Photo: ${photo.name}` : 'Add a photo'}</Button>
          </FileTrigger>
          <Button type="submit" className="button button-primary" isPending={report.isPending}>
            {report.isPending ? 'Sending …' : 'Report'}
          </Button>
        </div>
        <output>{report.isSuccess ? 'Thank you: the report stands with the design.' : ''}</output>
        {report.isError ? <ProblemNotice error={report.error} /> : null}
      </Form>
    </details>
  );
}

/** `layer: 0.2 mm` a line; a line without a colon is a remark. */
function settingsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => {
        const colon = line.indexOf(':');
        return colon < 1 ? ['remark', line] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
      }),
  );
}

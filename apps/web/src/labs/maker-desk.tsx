// Changing what the lab is in law; the rest of its profile stays as it is.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { type LabDraft, type LabView, changeLab } from '#contracts/http/labs';
import type { Maker } from '#core/licensing/license-answer';
import { call } from '../api/client.js';
import { ProblemNotice } from '../shell/notices.js';
import { MakerFields } from './maker-fields.js';

/** Opened by who needs it. */
export function MakerDesk({ lab }: { readonly lab: LabView }) {
  const labId = lab.profile.id;
  const [maker, setMaker] = useState<Maker>(lab.profile.maker ?? { form: 'unknown' });
  const queries = useQueryClient();
  const keep = useMutation({
    mutationFn: () => call(changeLab, { params: { labId }, body: { ...draftOf(lab), maker } }),
    onSuccess: (changed) => queries.setQueryData(['lab', labId], changed),
  });
  return (
    <details>
      <summary>Legal form</summary>
      <div className="stack">
        <MakerFields maker={maker} onChange={setMaker} />
        <Button className="button" isPending={keep.isPending} onPress={() => keep.mutate()}>
          Keep this
        </Button>
        <output>{keep.isSuccess ? 'Kept.' : ''}</output>
        {keep.isError ? <ProblemNotice error={keep.error} /> : null}
      </div>
    </details>
  );
}

/** The profile as a draft that changes nothing. */
function draftOf({ profile, machines }: LabView): LabDraft {
  const { id: _id, status: _status, declares, certifications, ...said } = profile;
  return {
    ...said,
    hours: [...profile.hours],
    processes: [...profile.processes],
    ...(declares === undefined ? {} : { declares: [...declares] }),
    ...(certifications === undefined ? {} : { certifications: [...certifications] }),
    machines: machines.map(({ machine: { id: _machineId, loaded, stocked, excludedMm, ...machine } }) => ({
      ...machine,
      loaded: [...loaded],
      ...(stocked === undefined ? {} : { stocked: [...stocked] }),
      ...(excludedMm === undefined ? {} : { excludedMm: [...excludedMm] }),
    })),
  };
}

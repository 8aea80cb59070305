// The licence: one of the common ones, or any SPDX expression, told in plain words while it is chosen.

import { useState } from 'react';
import { judgeLicense } from '#core/licensing/judge-license';
import { LEGAL_NOTE } from '#core/licensing/license-answer';
import { TextInput } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';

const COMMON = [
  ['CERN-OHL-S-2.0', 'hardware; changed designs stay open'],
  ['CERN-OHL-W-2.0', 'hardware; changed files stay open'],
  ['CERN-OHL-P-2.0', 'hardware; only the notice stays'],
  ['CC-BY-SA-4.0', 'changed versions are shared alike'],
  ['CC-BY-4.0', 'you are named'],
  ['CC0-1.0', 'no conditions'],
  ['GPL-3.0-or-later', 'changed versions are shared alike'],
  ['MIT', 'only the notice stays'],
  ['CC-BY-NC-SA-4.0', 'nobody makes it for money'],
  ['LicenseRef-PPL', 'only worker-owned labs make it for money'],
] as const;
const OTHER = 'other';
const NONE = '';

interface LicenceProps {
  readonly value: string;
  readonly onChange: (license: string) => void;
}

/** Empty: not chosen yet. */
export function LicenceField({ value, onChange }: LicenceProps) {
  const isCommon = COMMON.some(([id]) => id === value);
  const [isOther, setOther] = useState(value !== '' && !isCommon);
  const choices = [
    { id: NONE, label: 'Not chosen yet' },
    ...COMMON.map(([id, words]) => ({ id, label: `${id}: ${words}` })),
    { id: OTHER, label: 'Another SPDX id or expression …' },
  ];
  return (
    <div className="licence-field">
      <ManyChoices
        label="Licence"
        choices={choices}
        value={isOther ? OTHER : isCommon ? value : NONE}
        onChange={(id: string) => {
          setOther(id === OTHER);
          onChange(id === OTHER ? '' : id);
        }}
      />
      {isOther ? (
        <TextInput label="SPDX expression" name="contents.license" value={value} onChange={onChange} maxLength={200} />
      ) : null}
      <LicenceWords license={value} />
    </div>
  );
}

function LicenceWords({ license }: { readonly license: string }) {
  if (license.trim() === '') {
    return <p className="hint">It decides who may make and sell the design. Without one nobody may.</p>;
  }
  const judged = judgeLicense(license);
  if (!judged.ok) return <p className="hint">{`${judged.refusal.message} ${judged.refusal.remedy ?? ''}`}</p>;
  const { reason, changes, sharing, travels } = judged.value;
  return (
    <div className="hint" aria-live="polite">
      <p>
        {reason} {changes.reason} {changes.allowed ? sharing.reason : ''}
      </p>
      {travels.length > 0 ? (
        <p>With every object: {travels.map(({ reason: words, clause }) => `${words} (${clause})`).join(' ')}</p>
      ) : null}
      <p>{LEGAL_NOTE}</p>
    </div>
  );
}

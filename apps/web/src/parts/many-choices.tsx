// One of many, without any library: it is on the first page that people load.

import type { ReactNode } from 'react';

interface ManyProps<T extends string> {
  readonly label: string;
  readonly choices: readonly { readonly id: T; readonly label: string }[];
  readonly hint?: ReactNode;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of many: the platform's own list, which every reader and phone knows. */
export function ManyChoices<T extends string>({ label, choices, hint, value, onChange }: ManyProps<T>) {
  return (
    <label className="field">
      <span>{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value as T)}>
        {choices.map(({ id, label: text }) => (
          <option key={id} value={id}>
            {text}
          </option>
        ))}
      </select>
      {hint === undefined ? null : <span className="hint">{hint}</span>}
    </label>
  );
}

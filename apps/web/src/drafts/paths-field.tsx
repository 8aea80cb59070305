// Some of the files: chosen from a list, taken away one by one.

import { Button } from 'react-aria-components/Button';
import { ManyChoices } from '../parts/many-choices.js';

interface PathsProps {
  readonly label: string;
  readonly choices: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: string[]) => void;
}

/** Says so when there is nothing to choose. */
export function PathsField({ label, choices, chosen, onChange }: PathsProps) {
  const left = choices.filter((path) => !chosen.includes(path));
  return (
    <div>
      {left.length === 0 && chosen.length === 0 ? (
        <p className="hint">{label}: the draft has no files of this kind.</p>
      ) : (
        <ManyChoices
          label={label}
          choices={[{ id: '', label: 'Add …' }, ...left.map((path) => ({ id: path, label: path }))]}
          value=""
          onChange={(path: string) => {
            if (path !== '') onChange([...chosen, path]);
          }}
        />
      )}
      <ul className="plain-list chips">
        {chosen.map((path) => (
          <li key={path}>
            <Button
              className="chip"
              aria-label={`Take ${path} away`}
              onPress={() => onChange(chosen.filter((each) => each !== path))}
            >
              {path} <span aria-hidden="true">×</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

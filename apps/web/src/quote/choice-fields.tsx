// What a release leaves open: which alternative of each group, and which optional parts.

import type { ReleaseView } from '#contracts/http/releases';
import { Tick } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';

export interface OpenChoice {
  readonly variants: Readonly<Record<string, string>>;
  readonly include: readonly string[];
}

export const NOTHING_CHOSEN: OpenChoice = { variants: {}, include: [] };

type Parts = ReleaseView['parts'];

/** Names of the alternatives of each group, in the order of the release. */
function groupsOf(parts: Parts): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { variant } of parts) {
    if (!variant) continue;
    const names = groups.get(variant.group) ?? [];
    if (!names.includes(variant.name)) groups.set(variant.group, [...names, variant.name]);
  }
  return groups;
}

/** The parts that are made by such a choice; without a choice the first alternative. */
export function chosenParts(parts: Parts, { variants, include }: OpenChoice): Parts {
  const groups = groupsOf(parts);
  return parts.filter(({ variant, optional, fileName }) => {
    if (optional && !include.includes(fileName)) return false;
    return !variant || (variants[variant.group] ?? groups.get(variant.group)?.[0]) === variant.name;
  });
}

interface ChoiceProps {
  readonly parts: Parts;
  readonly choice: OpenChoice;
  readonly onChange: (choice: OpenChoice) => void;
}

/** Nothing where the release leaves nothing open. */
export function ChoiceFields({ parts, choice, onChange }: ChoiceProps) {
  const optional = parts.filter((part) => part.optional);
  const { variants, include } = choice;
  return (
    <>
      {[...groupsOf(parts)].map(([group, names]) => (
        <ManyChoices
          key={group}
          label={group}
          choices={names.map((name) => ({ id: name, label: name }))}
          value={variants[group] ?? names[0] ?? ''}
          onChange={(name: string) => onChange({ ...choice, variants: { ...variants, [group]: name } })}
        />
      ))}
      {optional.length > 0 ? (
        <fieldset className="field optional-parts">
          <legend>Optional parts</legend>
          <div className="choices">
            {optional.map(({ id, name, fileName }) => (
              <Tick
                key={id}
                label={name}
                isSelected={include.includes(fileName)}
                onChange={(is) =>
                  onChange({
                    ...choice,
                    include: is ? [...include, fileName] : include.filter((path) => path !== fileName),
                  })
                }
              />
            ))}
          </div>
        </fieldset>
      ) : null}
    </>
  );
}

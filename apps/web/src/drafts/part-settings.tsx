// Settings that matter for a part; what is left open is the lab's choice.

import { OptionalNumber, TextInput, Tick } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';
import type { SaidOfPart } from './contents.js';

export interface PartFieldsProps {
  readonly said: SaidOfPart;
  readonly say: (said: Partial<SaidOfPart>) => void;
}

const SUPPORTS = [
  { id: '', label: 'The lab’s choice' },
  { id: 'yes', label: 'With supports' },
  { id: 'no', label: 'Without supports' },
] as const;

/** Infill, layers, walls, supports; whether it is optional or an alternative; its own licence. */
export function PartSettings({ said, say }: PartFieldsProps) {
  return (
    <>
      <div className="file-choices">
        <OptionalNumber
          label="Infill, %"
          value={said.infillPercent}
          onChange={(infillPercent) => say({ infillPercent })}
          minValue={0}
          maxValue={100}
        />
        <OptionalNumber
          label="Layer, mm"
          value={said.layerMm}
          onChange={(layerMm) => say({ layerMm })}
          minValue={0.01}
          maxValue={2}
          step={0.01}
        />
        <OptionalNumber
          label="Walls"
          value={said.perimeters}
          onChange={(perimeters) => say({ perimeters })}
          minValue={1}
          maxValue={100}
        />
        <ManyChoices
          label="Supports"
          choices={SUPPORTS}
          value={said.supports === undefined ? '' : said.supports ? 'yes' : 'no'}
          onChange={(chosen) => say({ supports: chosen === '' ? undefined : chosen === 'yes' })}
        />
      </div>
      <Tick
        label="Optional: left out unless it is asked for"
        isSelected={said.optional === true}
        onChange={(is) => say({ optional: is ? true : undefined })}
      />
      <Variant said={said} say={say} />
      <div className="file-choices">
        <TextInput
          label="Note for the lab"
          value={said.note ?? ''}
          onChange={(note) => say({ note })}
          maxLength={1000}
        />
        <TextInput
          label="Its own licence"
          value={said.license ?? ''}
          onChange={(license) => say({ license })}
          maxLength={200}
          hint="Where it came from elsewhere."
        />
      </div>
    </>
  );
}

/** Parts of one group are alternatives. */
function Variant({ said, say }: PartFieldsProps) {
  const { group = '', name = '' } = said.variant ?? {};
  const put = (variant: { group: string; name: string }): void =>
    say({ variant: variant.group === '' && variant.name === '' ? undefined : variant });
  return (
    <div className="file-choices">
      <TextInput
        label="Choice that it belongs to"
        value={group}
        onChange={(typed) => put({ group: typed, name })}
        maxLength={80}
        isRequired={name !== ''}
        hint="For example: screw size. An order takes one part of each choice."
      />
      <TextInput
        label="Its name in that choice"
        value={name}
        onChange={(typed) => put({ group, name: typed })}
        maxLength={80}
        isRequired={group !== ''}
        hint="For example: M3."
      />
    </div>
  );
}

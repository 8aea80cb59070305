// The fields of the choices that narrow the catalogue down, each with how many designs it would leave.

import type { AnswerOf } from '#contracts/http/define-route';
import type { searchDesigns } from '#contracts/http/designs';
import { OptionalNumber } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';
import { showNumber, showProcess } from '../parts/format.js';
import { PlaceField } from '../quote/place-field.js';
import { NEAREST_KM, type SearchAddress } from './search-address.js';
import { licenceChoices } from './licence-words.js';

type Facets = NonNullable<AnswerOf<typeof searchDesigns>['facets']>;

interface FiltersProps {
  readonly address: SearchAddress;
  readonly facets: Facets | undefined;
}

const DISTANCES_KM = [10, 25, 50, 100, 250, 1000];

/** The fields; in a chunk of their own, for the combo box is large. */
export function FilterFields({ address: { words, put }, facets }: FiltersProps) {
  const facet = (name: 'process' | 'material' | 'status', label: string, show = (value: string) => value) => (
    <ManyChoices
      label={label}
      choices={withCounts(facets?.[name] ?? [], words[name], show)}
      value={words[name]}
      onChange={(value: string) => put({ [name]: value })}
    />
  );
  return (
    <div className="file-choices">
      {facet('process', 'Process', showProcess)}
      {facet('material', 'Material')}
      <ManyChoices
        label="Who may make it for money"
        choices={licenceChoices(facets?.licenseClass ?? [], words.licenseClass)}
        value={words.licenseClass}
        onChange={(licenseClass: string) => put({ licenseClass })}
      />
      {facet('status', 'State')}
      <OptionalNumber
        label="Largest side, mm"
        value={words.maxMm === '' ? undefined : Number(words.maxMm)}
        onChange={(maxMm) => put({ maxMm: maxMm === undefined ? '' : String(maxMm) })}
        minValue={1}
        maxValue={100_000}
      />
      <PlaceField
        label="Can be made near"
        isRequired={false}
        onChoose={(place) => {
          if (place === undefined) put({ near: '', place: '', withinKm: '' });
          else if ('at' in place) put({ near: pointOf(place.at), place: place.label ?? '' });
        }}
      />
      {words.near === '' ? null : (
        <ManyChoices
          label="Within"
          choices={DISTANCES_KM.map((km) => ({ id: String(km), label: `${showNumber(km)} km` }))}
          value={words.withinKm || String(NEAREST_KM)}
          onChange={(withinKm: string) => put({ withinKm })}
        />
      )}
    </div>
  );
}

/** About a hundred metres: nobody's house. */
const pointOf = ({ lat, lon }: { readonly lat: number; readonly lon: number }): string =>
  `${lat.toFixed(3)},${lon.toFixed(3)}`;

function withCounts(found: Facets['process'], chosen: string, show: (value: string) => string) {
  const missing = chosen !== '' && !found.some(({ value }) => value === chosen);
  return [
    { id: '', label: 'Any' },
    ...found.map(({ value, count }) => ({ id: value, label: `${show(value)} (${showNumber(count)})` })),
    ...(missing ? [{ id: chosen, label: `${show(chosen)} (0)` }] : []),
  ];
}

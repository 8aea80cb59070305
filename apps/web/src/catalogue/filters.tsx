// Choices that narrow the catalogue down, each with how many designs it would leave.

import { useState } from 'react';
import type { AnswerOf } from '#contracts/http/define-route';
import type { searchDesigns } from '#contracts/http/designs';
import { ManyChoices, OptionalNumber } from '../parts/fields.js';
import { showNumber, showProcess } from '../parts/format.js';
import { PlaceField } from '../quote/place-field.js';
import { CHOICES, NEAREST_KM, type SearchAddress } from './search-address.js';
import { WHO_WORDS, licenceChoices, showClass } from './licence-words.js';

export type Facets = NonNullable<AnswerOf<typeof searchDesigns>['facets']>;

interface FiltersProps {
  readonly address: SearchAddress;
  readonly facets: Facets | undefined;
}

const DISTANCES_KM = [10, 25, 50, 100, 250, 1000];

/** Open where there is room, closed on a phone. */
export function Filters({ address: { words, put }, facets }: FiltersProps) {
  const chosen = CHOICES.filter((choice) => words[choice] !== '').length;
  const [beginsOpen] = useState(chosen > 0 || window.innerWidth >= 960);
  const facet = (name: 'process' | 'material' | 'status', label: string, show = (value: string) => value) => (
    <ManyChoices
      label={label}
      choices={withCounts(facets?.[name] ?? [], words[name], show)}
      value={words[name]}
      onChange={(value: string) => put({ [name]: value })}
    />
  );
  return (
    <details className="filters" open={beginsOpen}>
      <summary>Narrow down{chosen > 0 ? ` (${chosen} chosen)` : ''}</summary>
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
    </details>
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

/** What one choice is called, for its chip. */
export function showChoice(choice: (typeof CHOICES)[number], words: SearchAddress['words']): string {
  const value = words[choice];
  if (choice === 'process') return showProcess(value);
  if (choice === 'maxMm') return `up to ${value} mm`;
  if (choice === 'near') return `made within ${words.withinKm || NEAREST_KM} km of ${words.place || value}`;
  if (choice === 'licenseClass') return WHO_WORDS[value] ?? `licence: ${showClass(value)}`;
  return value;
}

// Where the parts are wanted: a town by its first letters, or where this device is.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { ComboBox } from 'react-aria-components/ComboBox';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { listPlaces } from '#contracts/http/labs';
import type { LatLon } from '#core/kernel/geo';
import { call } from '../api/client.js';
import { showCountry } from '../parts/format.js';

/** A point, or a town's name that the network looks up. */
export type ChosenPlace = { at: LatLon; label?: string | undefined } | { town: string };

interface PlaceProps {
  readonly label?: string;
  readonly isRequired?: boolean;
  /** The place that is chosen already; where it changes from outside, the field follows. */
  readonly chosen?: string;
  readonly onChoose: (place: ChosenPlace | undefined) => void;
}

/** A combo box over the gazetteer; free text is looked up by the network. */
export function PlaceField({ label = 'Town', isRequired = true, chosen = '', onChoose }: PlaceProps) {
  const [text, setText] = useState(chosen);
  const [before, setBefore] = useState(chosen);
  if (chosen !== before) {
    setBefore(chosen);
    setText(chosen);
  }
  const { places, said } = usePlaces(text);
  const change = (typed: string): void => {
    setText(typed);
    onChoose(typed.trim() === '' ? undefined : { town: typed.trim() });
  };
  return (
    <div className="place-field">
      <ComboBox
        className="field"
        inputValue={text}
        onInputChange={change}
        items={places}
        onSelectionChange={(key) => {
          const place = places.find(({ id }) => id === key);
          if (!place) return;
          setText(place.label);
          onChoose({ at: place.at, label: place.label });
        }}
        allowsCustomValue
        allowsEmptyCollection
        menuTrigger="input"
        isRequired={isRequired}
      >
        <Label>{label}</Label>
        <Input placeholder="Lyon" />
        <Text slot="description" className="hint">
          Begin to type; a country code helps (Lyon, FR).
        </Text>
        <FieldError className="field-error" />
        <Popover className="popover">
          <ListBox<PlaceItem> renderEmptyState={() => <p className="list-item fine">{said}</p>}>
            {({ id, label, country }) => (
              <ListBoxItem id={id} textValue={label} className="list-item">
                {label} <span className="fine">{country}</span>
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
      <PositionButton
        onFound={(at) => {
          setText('My position');
          onChoose({ at, label: 'My position' });
        }}
      />
    </div>
  );
}

interface PlaceItem {
  readonly id: string;
  readonly label: string;
  readonly country: string;
  readonly at: LatLon;
}

/** Towns that begin so, or why none is shown. */
function usePlaces(text: string): { places: PlaceItem[]; said: string } {
  const letters = text.trim();
  const { data, isFetching, isError } = useQuery({
    queryKey: ['places', letters],
    queryFn: ({ signal }) => call(listPlaces, { query: { q: letters, limit: 8 }, signal }),
    enabled: letters.length >= 2 && letters.length <= 100,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  if (letters.length < 2) return { places: [], said: 'Two letters are enough to begin.' };
  const said = isFetching
    ? 'Looking …'
    : isError
      ? 'The list of towns cannot be read now.'
      : 'No town begins like this.';
  const places = (data?.places ?? []).map(({ name, country, at }) => ({
    id: `${name}/${country}/${at.lat}/${at.lon}`,
    label: `${name}, ${country}`,
    country: showCountry(country) ?? country,
    at,
  }));
  return { places, said };
}

/** Only where the browser would tell: not on plain HTTP. */
function PositionButton({ onFound }: { readonly onFound: (at: LatLon) => void }) {
  const [said, setSaid] = useState('');
  if (!window.isSecureContext || !('geolocation' in navigator)) return null;
  const find = (): void => {
    setSaid('Looking …');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setSaid('Found.');
        onFound({ lat: coords.latitude, lon: coords.longitude });
      },
      ({ message }) =>
        setSaid(`Your position is not known${message === '' ? '' : `: ${message}`}. Name a town instead.`),
      { timeout: 10_000 },
    );
  };
  return (
    <p className="position">
      <Button className="link-button" onPress={find}>
        Use my position
      </Button>{' '}
      <output className="fine">{said}</output>
    </p>
  );
}

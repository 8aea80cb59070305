// Add a lab: what it is and where; its machines are reported by its agent, or one is described here.

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Checkbox } from 'react-aria-components/Checkbox';
import { Form } from 'react-aria-components/Form';
import { useNavigate } from 'react-router';
import { type LabDraft, addLab, listPlaces } from '#contracts/http/labs';
import { LAB_KINDS, type LabKind } from '#core/lab/lab';
import type { Maker } from '#core/licensing/license-answer';
import { ApiProblem } from '#contracts/http/call-route';
import { fieldErrors } from '../api/api-problem.js';
import { call } from '../api/client.js';
import { TextInput } from '../parts/fields.js';
import { ManyChoices } from '../parts/many-choices.js';
import { type ChosenPlace, PlaceField } from '../quote/place-field.js';
import { MembersOnly } from '../shell/members-only.js';
import { ProblemNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { MakerFields } from './maker-fields.js';
import { KIND_WORDS } from './lab-words.js';

/** `/labs/new` */
export function NewLabPage() {
  return (
    <Page
      title="Add a lab"
      narrow
      lead="Prices and opening hours begin with the network’s defaults, shown on the lab’s page."
    >
      <MembersOnly roles={['lab-operator', 'steward']}>{() => <NewLabForm />}</MembersOnly>
    </Page>
  );
}

function NewLabForm() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<LabKind>('fablab');
  const [place, setPlace] = useState<ChosenPlace>();
  const [pickup, setPickup] = useState(true);
  const [ships, setShips] = useState(true);
  const [maker, setMaker] = useState<Maker>({ form: 'unknown' });
  const add = useMutation({
    mutationFn: async (form: FormData) =>
      call(addLab, { body: { ...(await draftOf(form, place)), kind, pickup, ships, maker } }),
    onSuccess: async (lab) => {
      await queries.invalidateQueries({ queryKey: ['labs'] });
      await navigate(`/labs/${lab.profile.id}`);
    },
  });
  return (
    <Form
      className="stack"
      validationErrors={fieldErrors(add.error)}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate(new FormData(event.currentTarget));
      }}
    >
      {add.isError ? <ProblemNotice error={add.error} /> : null}
      <TextInput label="Name" name="name" maxLength={200} isRequired />
      <ManyChoices
        label="Kind"
        choices={LAB_KINDS.map((id) => ({ id, label: KIND_WORDS[id] }))}
        value={kind}
        onChange={setKind}
      />
      <PlaceField onChoose={setPlace} />
      <TextInput label="Web address" name="url" type="url" maxLength={500} />
      <div className="choices">
        <Checkbox className="choice" isSelected={pickup} onChange={setPickup}>
          Parts can be collected
        </Checkbox>
        <Checkbox className="choice" isSelected={ships} onChange={setShips}>
          We ship
        </Checkbox>
      </div>
      <MakerFields maker={maker} onChange={setMaker} />
      <Button type="submit" className="button button-primary" isPending={add.isPending}>
        Add the lab
      </Button>
    </Form>
  );
}

type Draft = Omit<LabDraft, 'kind' | 'pickup' | 'ships' | 'maker'>;

async function draftOf(form: FormData, place: ChosenPlace | undefined): Promise<Draft> {
  const url = String(form.get('url') ?? '').trim();
  return {
    name: String(form.get('name')),
    ...(await pointOf(place)),
    ...(url === '' ? {} : { url }),
    // The lab is where this browser is, as far as its clock knows.
    utcOffsetMinutes: -new Date().getTimezoneOffset(),
    hours: [],
    processes: [],
    machines: [],
  };
}

/** A lab needs a point: a town typed without choosing one is looked up. */
async function pointOf(place: ChosenPlace | undefined): Promise<Pick<Draft, 'at' | 'city' | 'country'>> {
  if (place && 'at' in place) {
    const [city, country] = (place.label ?? '').split(', ');
    return { at: place.at, ...(city && country ? { city, country } : {}) };
  }
  const town = place?.town ?? '';
  const found = (await call(listPlaces, { query: { q: town, limit: 1 } })).places[0];
  if (found) return { at: found.at, city: found.name, country: found.country };
  throw new ApiProblem({
    type: '/problems/place/not-found',
    title: 'No such place',
    status: 404,
    code: 'place/not-found',
    detail: `The gazetteer has no town called “${town}”.`,
    remedy: 'Choose the nearest larger town from the list.',
  });
}

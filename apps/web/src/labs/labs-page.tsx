// All labs, on a map and in a list.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField } from 'react-aria-components/SearchField';
import { Link, useNavigate } from 'react-router';
import { type LabView, listLabs } from '#contracts/http/labs';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import type { MapPoint } from '../map/map-point.js';
import { NetworkMap } from '../map/network-map.js';
import { countOf, showCountry } from '../parts/format.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { KIND_WORDS, SightBadge } from './lab-words.js';

const READ_EVERY_MS = 15_000;

/** `/labs` */
export function LabsPage() {
  const { has } = useSession();
  const [words, setWords] = useState('');
  const labs = useQuery({
    queryKey: ['labs', words.trim()],
    queryFn: ({ signal }) => call(listLabs, { query: { q: words.trim(), limit: 300 }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: READ_EVERY_MS,
  });
  return (
    <Page
      title="Labs"
      lead="Places that make things. Live ones are connected and can be asked right now."
      aside={
        has('lab-operator', 'steward') ? (
          <Link className="button" to="/labs/new">
            Add a lab
          </Link>
        ) : undefined
      }
    >
      <SearchField className="field search" value={words} onChange={setWords}>
        <Label>Search labs by name or town</Label>
        <Input maxLength={200} />
      </SearchField>
      <Answer query={labs} what="the labs" heightRem={40}>
        {({ labs: found, total }) => <LabsView labs={found} total={total} />}
      </Answer>
      <p>
        Do you have a machine, or think of one? See <Link to="/unmet-demand">what the network cannot make yet</Link>.
      </p>
    </Page>
  );
}

function LabsView({ labs, total }: { readonly labs: readonly LabView[]; readonly total: number }) {
  const navigate = useNavigate();
  const points = useMemo(
    () =>
      labs.map(({ profile: { id, at, name }, sight }): MapPoint => ({
        id,
        at,
        label: name,
        kind: sight === 'live' ? 'lab' : 'quiet',
      })),
    [labs],
  );
  const live = labs.filter(({ sight }) => sight === 'live').length;
  return (
    <>
      <output className="result-count">
        {countOf(total, 'lab')}, {live} live{total > labs.length ? `; the first ${labs.length} are shown` : ''}
      </output>
      {labs.length === 0 ? <EmptyNotice title="No lab matches." /> : null}
      <NetworkMap
        points={points}
        onSelect={(id) => void navigate(`/labs/${id}`)}
        label="Map of the labs. The list below says the same."
      />
      <ul className="rows lab-rows" aria-label="Labs">
        {labs.map(({ profile: { id, name, kind, city, country }, sight, machines }) => (
          <li key={id}>
            <Link to={`/labs/${id}`}>{name}</Link>
            <SightBadge sight={sight} />
            <span className="fine">
              {[KIND_WORDS[kind], city, showCountry(country)].filter((part) => part !== undefined).join(', ')}
            </span>
            <span className="fine">{countOf(machines.length, 'machine')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

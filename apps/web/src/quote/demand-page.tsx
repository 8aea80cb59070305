// What nobody in the network could make lately: an open list for whoever wants to be the one who can.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { listUnmetDemand, type UnmetDemandView } from '#contracts/http/demand';
import { PROCESSES, type Process } from '#core/design/part';
import type { Miss } from '#core/quote/quote';
import { call } from '../api/client.js';
import { countOf, listOf, showCountry, showDate, showNumber, showProcess } from '../parts/format.js';
import { ManyChoices } from '../parts/many-choices.js';
import { Answer, EmptyNotice } from '../shell/notices.js';
import { Page } from '../shell/page.js';

const CHOICES = [
  { id: '' as const, label: 'Any way of making' },
  ...PROCESSES.map((id) => ({ id, label: showProcess(id) })),
];

/** `/unmet-demand` */
export function DemandPage() {
  const [process, setProcess] = useState<Process | ''>('');
  const demand = useQuery({
    queryKey: ['unmet-demand', process],
    queryFn: ({ signal }) => call(listUnmetDemand, { query: process === '' ? {} : { process }, signal }),
    placeholderData: keepPreviousData,
  });
  return (
    <Page
      title="What the network cannot make yet"
      lead="People asked for this, and no lab could. A machine, a material or an hour more somewhere would change it."
      aside={
        <Link className="button" to="/labs">
          See the labs
        </Link>
      }
    >
      <div className="demand-filter">
        <ManyChoices label="Made by" choices={CHOICES} value={process} onChange={setProcess} />
      </div>
      <Answer query={demand} what="the list" heightRem={30}>
        {({ demand: found, sinceDay }) => <DemandList demand={found} sinceDay={sinceDay} />}
      </Answer>
      <p className="fine">
        Counted once a day for each design, region and reason. Regions are half a degree wide; nobody is named, and no
        address is kept.
      </p>
    </Page>
  );
}

interface ListProps {
  readonly demand: readonly UnmetDemandView[];
  readonly sinceDay: string;
}

function DemandList({ demand, sinceDay }: ListProps) {
  if (demand.length === 0)
    return (
      <EmptyNotice title="Nothing is missing.">
        <p>Everything of this kind that was asked for since {showDate(sinceDay)} could be made somewhere.</p>
      </EmptyNotice>
    );
  return (
    <>
      <output className="result-count">
        {countOf(demand.length, 'kind')} of work since {showDate(sinceDay)}, most often asked for first
      </output>
      <ol className="demand" aria-label="Unmet demand">
        {demand.map((one) => (
          <DemandItem key={keyOf(one)} one={one} />
        ))}
      </ol>
    </>
  );
}

const keyOf = ({ processes, material, upToMm, region: { at }, requirement }: UnmetDemandView): string =>
  [...processes, material, upToMm, at.lat, at.lon, requirement].join('|');

function DemandItem({ one }: { readonly one: UnmetDemandView }) {
  const { processes, material, upToMm, region, requirement, miss, wouldDo, times, designs, lastDay } = one;
  return (
    <li>
      <h2>
        {listOf(processes.map(showProcess))} in {material},{' '}
        {upToMm === undefined ? 'longer than 2 m' : `up to ${showLength(upToMm)}`}
      </h2>
      <p>
        {regionWords(region)}: no lab {requirement}.{miss ? ` ${missWords(miss)}` : ''}
        {wouldDo ? ` ${wouldDoWords(wouldDo)}` : ''}
      </p>
      <p className="fine">
        Asked for {times === 1 ? 'once' : `${showNumber(times)} times`}, for {countOf(designs, 'design')}; last on{' '}
        {showDate(lastDay)}
      </p>
    </li>
  );
}

const showLength = (mm: number): string => (mm >= 1000 ? `${showNumber(mm / 1000, 1)} m` : `${mm} mm`);

function regionWords({ at, town, country }: UnmetDemandView['region']): string {
  if (town !== undefined) return `Around ${[town, showCountry(country)].filter(Boolean).join(', ')}`;
  return `Around ${degrees(at.lat, 'north', 'south')}, ${degrees(at.lon, 'east', 'west')}`;
}

const degrees = (value: number, above: string, below: string): string =>
  `${showNumber(Math.abs(value), 1)}° ${value < 0 ? below : above}`;

const missWords = ({ what, unit, wanted, has }: Miss): string =>
  unit === 'mm'
    ? `${showNumber(wanted, 1)} mm were wanted in ${what}; the nearest to it has ${showNumber(has, 1)} mm.`
    : '';

const wouldDoWords = ({ labs, withinKm }: NonNullable<UnmetDemandView['wouldDo']>): string =>
  `But for this, ${countOf(labs, 'lab')} within ${showNumber(withinKm)} km would do.`;

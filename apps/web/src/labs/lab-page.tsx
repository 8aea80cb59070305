// One lab: what it is, what its machines are doing, and, for those who run it, its work.

import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { type LabView, readLab } from '#contracts/http/labs';
import { ApiProblem } from '#contracts/http/call-route';
import { call } from '../api/client.js';
import { useSession } from '../api/session.js';
import { showCountry, showDateTime, showMoney, showProcess } from '../parts/format.js';
import { Answer } from '../shell/notices.js';
import { Page } from '../shell/page.js';
import { LabDesk, useLabWork } from './lab-desk.js';
import { showMaker } from './maker-fields.js';
import { KIND_WORDS, MachineBadge, SightBadge, showLoaded, showSpan } from './lab-words.js';

const READ_EVERY_MS = 10_000;

/** `/labs/:labId` */
export function LabPage() {
  const { labId = '' } = useParams();
  const { has } = useSession();
  const lab = useQuery({
    queryKey: ['lab', labId],
    queryFn: ({ signal }) => call(readLab, { params: { labId }, signal }),
    refetchInterval: READ_EVERY_MS,
  });
  const mayRun = has('lab-operator', 'steward');
  const work = useLabWork(labId, mayRun);
  // The gateway knows whose lab it is: for others the work is forbidden, and the desk is not shown.
  const isMine = mayRun && !(work.error instanceof ApiProblem && work.error.status === 403);
  return (
    <Page title={lab.data?.profile.name ?? 'Lab'} lead={lab.data && <LabLead lab={lab.data} />}>
      <Answer query={lab} what="the lab" heightRem={40}>
        {(found) => (
          <>
            {isMine ? <LabDesk lab={found} work={work} /> : null}
            <Machines lab={found} />
            <div className="columns">
              <Hours lab={found} />
              <Prices lab={found} />
            </div>
          </>
        )}
      </Answer>
    </Page>
  );
}

function LabLead({ lab: { profile, sight } }: { readonly lab: LabView }) {
  const { kind, city, country, url, pickup, ships, maker } = profile;
  const place = [city, showCountry(country)].filter((part) => part !== undefined).join(', ');
  return (
    <>
      {KIND_WORDS[kind]}
      {place === '' ? '' : ` in ${place}`} <SightBadge sight={sight} />
      <br />
      {pickup ? 'Parts can be collected here. ' : ''}
      {ships ? 'It ships. ' : ''}
      {maker === undefined || maker.form === 'unknown' ? '' : `${showMaker(maker)}. `}
      {url === undefined ? null : (
        <a href={url} rel="noreferrer">
          {new URL(url).hostname}
        </a>
      )}
    </>
  );
}

function Machines({ lab: { machines } }: { readonly lab: LabView }) {
  return (
    <section aria-labelledby="machines-heading">
      <h2 id="machines-heading">Machines</h2>
      {machines.length === 0 ? <p>None is described yet. The lab’s agent reports them once it is connected.</p> : null}
      <ul className="machines">
        {machines.map(({ machine, state, freeAt }) => (
          <li key={machine.id} className="facts">
            <p>
              <b>{machine.name}</b> <MachineBadge state={state} />
            </p>
            <p className="fine">
              {showProcess(machine.process)}, {machine.buildVolumeMm.x} × {machine.buildVolumeMm.y} ×{' '}
              {machine.buildVolumeMm.z} mm
              {machine.bedShape === 'round' ? ', round bed' : ''}
              {machine.nozzleMm === undefined ? '' : `, ${machine.nozzleMm} mm nozzle`}
            </p>
            <p className="fine">Loaded: {showLoaded(machine)}</p>
            {freeAt !== undefined && state === 'printing' ? (
              <p className="fine">Free from {showDateTime(freeAt)}</p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Hours({ lab: { profile } }: { readonly lab: LabView }) {
  return (
    <section aria-labelledby="hours-heading">
      <h2 id="hours-heading">Opening hours</h2>
      {profile.hours.length === 0 ? (
        <p>Not said; taken as always open.</p>
      ) : (
        <ul className="rows">
          {profile.hours.map((span) => (
            <li key={showSpan(span)}>{showSpan(span)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Prices({ lab: { profile } }: { readonly lab: LabView }) {
  const { currency, machineHourMinor, setUpMinor, labourHourMinor, energyKwhMinor, materialKgMinor } = profile.prices;
  const lines = [
    ['Machine, an hour', machineHourMinor],
    ['Set-up, each plate', setUpMinor],
    ['Labour, an hour', labourHourMinor],
    ['Energy, a kilowatt-hour', energyKwhMinor],
    ['Material, a kilogram', materialKgMinor],
  ] as const;
  return (
    <section aria-labelledby="prices-heading">
      <h2 id="prices-heading">Prices</h2>
      <table className="sum-table">
        <tbody>
          {lines.map(([what, minor]) => (
            <tr key={what}>
              <th scope="row">{what}</th>
              <td className="num">{showMoney(minor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

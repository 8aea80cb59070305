// A machine and its jobs on the operator's page, with what a person can say about them.

import type { ConfirmedStep } from '../machines/machine.js';
import type { Status } from '../home/read-status.js';
import { html, type Html } from './html.js';

type Machine = Status['machines'][number];
type Job = Machine['jobs'][number];

const STATES: Readonly<Record<string, string>> = {
  idle: 'free',
  printing: 'at work',
  paused: 'paused at the machine',
  waiting: 'waits',
  error: 'in trouble',
  unreachable: 'does not answer',
};
const STAGES: Readonly<Record<string, string>> = {
  assigned: 'plate on its way',
  fetched: 'plate is here',
  prepared: 'sliced and checked',
  commanded: 'being started',
  started: 'being made',
  made: 'made',
};
const STEPS: Readonly<Record<ConfirmedStep, string>> = {
  'not-started': 'It was not started',
  started: 'I have started it',
  finished: 'It is finished',
  failed: 'It has failed',
  stopped: 'It was stopped',
};

/** A button that says one thing; `about` tells those who hear the page which thing it is about. */
export const button = (words: string, fields: Readonly<Record<string, string>>, about: string, token: string): Html =>
  html`<form method="post" action="/say">
    <input type="hidden" name="token" value="${token}" />${Object.entries(fields).map(
      ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
    )}<button class="deed" aria-label="${words}: ${about}">${words}</button>
  </form>`;

/** One machine. */
export function machineView(machine: Machine, token: string): Html {
  const { id, name, state, how, percent, remainingSeconds, waitsFor, isBedUsed, loaded, jobs } = machine;
  const unsure = how === 'inferred' && state !== 'unreachable' ? ' (not seen just now)' : '';
  const isBad = state === 'error' || state === 'unreachable';
  const isAtWork = state === 'printing' || state === 'paused';
  const why = waitsFor === undefined ? '' : state === 'waiting' ? ` for ${waitsFor}` : `: ${waitsFor}`;
  return html`<article aria-labelledby="m-${id}">
    <h3 id="m-${id}">${name}</h3>
    <p class="${isBad ? 'warn' : ''}">${STATES[state] ?? state}${unsure}${why}</p>
    ${percent !== undefined && progressView(name, percent, remainingSeconds)}
    ${loaded.length > 0 && html`<p class="quiet">Loaded: ${loaded.join(', ')}</p>`}
    ${isBedUsed && !isAtWork && button('The bed is clear', { say: 'cleared', id }, name, token)}
    ${
      jobs.length > 0 &&
      html`<ul>
        ${jobs.map((job) => jobView(job, token))}
      </ul>`
    }
  </article>`;
}

function progressView(name: string, percent: number, remainingSeconds: number | undefined): Html {
  const rounded = Math.round(percent);
  const left =
    remainingSeconds === undefined ? '' : `, about ${Math.max(1, Math.round(remainingSeconds / 60))} min left`;
  return html`<p>${rounded} %${left}</p>
    <progress max="100" value="${rounded}" aria-label="Progress of ${name}"></progress>`;
}

function jobView({ jobId, title, stage, waitsFor, confirm }: Job, token: string): Html {
  return html`<li>
    <p>
      <strong>${title}</strong> <span class="quiet">${jobId}</span><br />${STAGES[stage] ?? stage}${
        waitsFor === undefined ? '' : `; waits for ${waitsFor}`
      }
    </p>
    ${confirm.map((step) => button(STEPS[step], { say: 'confirm', id: jobId, step }, title, token))}
    ${stage === 'made' && piecesView(jobId, title, token)}
  </li>`;
}

/** Good, or bad and why: in forms of their own, so that Enter in the field says what stands beside it. */
const piecesView = (jobId: string, title: string, token: string): Html =>
  html`${button('The pieces are good', { say: 'good', id: jobId }, title, token)}
    <form method="post" action="/say">
      <input type="hidden" name="token" value="${token}" /><input type="hidden" name="say" value="bad" />
      <input type="hidden" name="id" value="${jobId}" />
      <div>
        <label for="bad-${jobId}">What is wrong with the pieces</label>
        <input type="text" id="bad-${jobId}" name="because" required maxlength="400" autocomplete="off" />
      </div>
      <button aria-label="The pieces are bad: ${title}">The pieces are bad</button>
    </form>`;

// The operator's page as a whole: what happens at the lab, and what a person is asked.

import { toIso, type AtMs } from '#core/kernel/time';
import type { Status } from '../home/read-status.js';
import { html, type Html } from './html.js';
import { button, machineView } from './machine-view.js';

/** What was answered to the last thing that was said on this page. */
export interface Said {
  readonly ok: boolean;
  readonly message: string;
}

/** By the clock of the computer on which the agent runs. */
const WALL = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
});
const clock = (atMs: AtMs): string => WALL.format(atMs);

/** The page; parts that change by themselves carry `data-part`. */
export function pageView(status: Status, token: string, said?: Said): string {
  const { labName, machines } = status;
  const title = status.openOffers.length > 0 ? `(${status.openOffers.length}) ${labName}` : labName;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}: Fabcommons agent</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/page.css" />
        <script type="module" src="/page.js"></script>
      </head>
      <body>
        <header>
          <h1>${labName}</h1>
          <a id="again" href="/">Look again</a>
        </header>
        <main>
          <p id="lost" role="alert"></p>
          ${saidView(said)}
          <section id="lab" data-part aria-label="The lab">${labPart(status, token)}</section>
          <section id="offers" data-part aria-labelledby="offers-title">${offersPart(status, token)}</section>
          <section id="machines" data-part aria-labelledby="machines-title">
            <h2 id="machines-title">Machines</h2>
            ${machines.map((machine) => machineView(machine, token))}
            ${machines.length === 0 && html`<p>None yet: <code>fabcommons-agent machine add</code></p>`}
          </section>
          <section id="errors" data-part aria-labelledby="errors-title">${errorsPart(status)}</section>
        </main>
      </body>
    </html>`.text;
}

/** The answer gets the focus, so that it is heard, and what comes next is near. */
const saidView = (said: Said | undefined): Html | false =>
  said !== undefined && html`<div role="${said.ok ? 'status' : 'alert'}" tabindex="-1" autofocus>${said.message}</div>`;

function labPart({ networkReached, reportsWaiting, paused }: Status, token: string): Html {
  const waiting = reportsWaiting === 0 ? '' : `; ${reportsWaiting} reports wait to be sent`;
  return html`<p class="${networkReached ? '' : 'warn'}">
      ${networkReached ? 'The network is reached' : 'The network is away: what is being made goes on, nothing is begun'}${waiting}.
    </p>
    ${
      paused === undefined
        ? html`<form method="post" action="/say">
            <input type="hidden" name="token" value="${token}" /><input type="hidden" name="say" value="pause" />
            <div>
              <label for="pause-because">Why (optional)</label>
              <input type="text" id="pause-because" name="because" maxlength="200" autocomplete="off" />
            </div>
            <button>Pause: take no offers, begin nothing</button>
          </form>`
        : html`<p class="warn">
              Paused since ${clock(paused.atMs)}${paused.because && `: ${paused.because}`}. What is being made goes on.
            </p>
            ${button('Go on', { say: 'resume' }, 'the lab takes offers again', token)}`
    }`;
}

function offersPart({ openOffers }: Status, token: string): Html {
  return html`<h2 id="offers-title">Offers that wait for you</h2>
    ${openOffers.length === 0 && html`<p class="quiet">None now.</p>`}
    ${openOffers.map(
      ({ offerId, title, price, lapsesAtMs }) =>
        html`<article aria-labelledby="o-${offerId}">
          <h3 id="o-${offerId}">${title}</h3>
          <p>
            ${price === undefined ? '' : `${price}; `}answer before
            <time datetime="${toIso(lapsesAtMs)}">${clock(lapsesAtMs)}</time>
          </p>
          ${button('Accept', { say: 'accept', id: offerId }, title, token)}
          <form method="post" action="/say">
            <input type="hidden" name="token" value="${token}" /><input type="hidden" name="say" value="decline" />
            <input type="hidden" name="id" value="${offerId}" />
            <div>
              <label for="no-${offerId}">Why not (the network is told)</label>
              <input type="text" id="no-${offerId}" name="because" required maxlength="400" autocomplete="off" />
            </div>
            <button aria-label="Decline: ${title}">Decline</button>
          </form>
        </article>`,
    )}`;
}

function errorsPart({ lastErrors }: Status): Html {
  return html`<h2 id="errors-title">What went wrong last</h2>
    ${lastErrors.length === 0 && html`<p class="quiet">Nothing since the agent was started.</p>`}
    ${
      lastErrors.length > 0 &&
      html`<ul>
        ${lastErrors.map(
          ({ atMs, says, times }) =>
            html`<li>
              <time datetime="${toIso(atMs)}">${clock(atMs)}</time>${times > 1 ? ` (${times} times)` : ''}: ${says}
            </li>`,
        )}
      </ul>`
    }`;
}

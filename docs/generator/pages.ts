// The pages that are read off the code: file name → Markdown, or JSON Schema. A page that has drifted fails tests/contract/docs.test.ts.

import { BATCH_TRANSITIONS } from '#core/batch/batch';
import { FLOW, type FlowRow } from '#core/fulfilment/flow';
import { JOB_TRANSITIONS } from '#core/job/job';
import { OFFER_TRANSITIONS } from '#core/offer/offer';
import { SHIPMENT_TRANSITIONS } from '#core/shipment/shipment';
import { endsOf, type Transitions } from '#core/kernel/transitions';
import { ROLES, type AnyRoute } from '#contracts/http/define-route';
import { PROBLEMS } from '#contracts/http/problem';
import { ROUTES } from '#contracts/http/routes';
import type { Route } from '#contracts/subjects';
import { EXIT } from '../../apps/cli/src/exit.js';
import { jsonSchemaOf, MESSAGES, type AnyMessage } from './contract-messages.js';
import { labSchemaText } from './lab-schema.js';
import { fieldLines } from './shape-text.js';

const NOTE = '_Made from the code by `npm run docs`; edit the code, not this page._';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const ROUTE_WORDS: Readonly<Record<Route, string>> = {
  event: 'Facts: from the outbox, by JetStream, to whoever listens',
  down: 'From the network to one lab, by JetStream',
  up: 'From one lab to the network, by JetStream',
  pulse: 'Signs of life, which may be lost',
  ask: 'Questions of the gateway to the scheduler',
  'lab-ask': 'Questions of a lab to the network',
};

function messageText(message: AnyMessage): string {
  const block = (title: string, schema: AnyMessage['schema']): string =>
    [`${title}:`, '', '```', ...fieldLines(jsonSchemaOf(schema)), '```'].join('\n');
  return [
    `### ${message.name}, version ${message.version}`,
    message.summary,
    `Subject: \`${message.subject('<labId>')}\``,
    block('Data', message.schema),
    ...(message.answer ? [block('Answer', message.answer)] : []),
  ].join('\n\n');
}

function messagesPage(): string {
  const routes = Object.keys(ROUTE_WORDS) as Route[];
  const chapters = routes.flatMap((route) => [
    `## ${ROUTE_WORDS[route]}`,
    ...MESSAGES.filter((message) => message.route === route).map(messageText),
  ]);
  const envelope =
    'Every fact travels in an envelope (`libs/common/src/contracts/envelope.ts`). A released version is frozen: its JSON Schema lies in `tests/contract/golden/`.';
  return ['# Messages', NOTE, envelope, ...chapters].join('\n\n');
}

interface Machine {
  readonly title: string;
  readonly source: string;
  readonly start: string;
  readonly table: Transitions<string, string>;
}

/** Every state machine of the core, with the state in which it begins. */
export const MACHINES: readonly Machine[] = [
  { title: 'Batch', source: 'batch/batch.ts', start: 'gathering', table: BATCH_TRANSITIONS },
  { title: 'Offer', source: 'offer/offer.ts', start: 'open', table: OFFER_TRANSITIONS },
  { title: 'Job', source: 'job/job.ts', start: 'accepted', table: JOB_TRANSITIONS },
  { title: 'Shipment', source: 'shipment/shipment.ts', start: 'ready', table: SHIPMENT_TRANSITIONS },
];

function machineText({ title, source, start, table: transitions }: Machine): string {
  // Mermaid takes no hyphen in the name of a state.
  const name = (state: string): string => state.replaceAll('-', '_');
  const arrows = Object.entries(transitions).flatMap(([from, events]) =>
    Object.entries(events).map(([event, to]) => `  ${name(from)} --> ${name(to ?? from)}: ${event}`),
  );
  const ends = endsOf(transitions).map((state) => `  ${name(state)} --> [*]`);
  const diagram = ['```mermaid', 'stateDiagram-v2', `  [*] --> ${name(start)}`, ...arrows, ...ends, '```'].join('\n');
  return [`## ${title}`, `\`libs/common/src/core/${source}\``, diagram].join('\n\n');
}

const statesPage = (): string =>
  [
    '# State machines',
    NOTE,
    'Each is a table in the core; each state can be reached and each can end.',
    ...MACHINES.map(machineText),
  ].join('\n\n');

function flowPage(): string {
  const rows = FLOW.map(({ when, then, undo, by }: FlowRow) => [`\`${when}\``, then.join(', '), undo, by]);
  const words =
    'The journey of an order, from top to bottom: `libs/common/src/core/fulfilment/flow.ts`. Each fact is written with the change that it tells, and each command follows from a fact.';
  return ['# The flow', NOTE, words, table(['when', 'then', 'undo', 'promised by'], rows)].join('\n\n');
}

/** `●` where a role may, nothing where it may not; ownership is checked besides. */
function accessCells({ access }: AnyRoute): string[] {
  const may = (role: (typeof ROLES)[number]): boolean =>
    access === 'anyone' || access === 'member' || access.includes(role);
  return [access === 'anyone' ? '●' : '', ...ROLES.map((role) => (may(role) ? '●' : ''))];
}

function routesPage(): string {
  const rows = ROUTES.map((route) => [
    `\`${route.method} ${route.path}\``,
    route.summary.replaceAll('|', '\\|'),
    ...accessCells(route),
    route.scope ?? '',
    route.idempotent ? 'yes' : '',
  ]);
  const head = ['route', 'what', 'nobody in particular', ...ROLES, 'scope of an API key', 'Idempotency-Key'];
  const words =
    'Who may call what. Whether the thing is theirs is checked besides, by the use case. The forms are in `/api/docs`.';
  return ['# HTTP routes', NOTE, words, table(head, rows)].join('\n\n');
}

function problemsPage(): string {
  const rows = Object.entries(PROBLEMS).map(([code, [status, title]]) => [`\`${code}\``, String(status), title]);
  const words =
    'A refusal over HTTP is an `application/problem+json` (RFC 9457) with one of these codes; none is reused.';
  return ['# Problems', NOTE, words, table(['code', 'status', 'title'], rows)].join('\n\n');
}

const EXIT_WORDS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done',
  fault: 'a bug, or a fault of this machine; of `decision replay`: it is decided differently',
  usage: 'the command line is wrong',
  refused: 'the network refused; the problem says why',
  unreachable: 'the network, or a part of it, cannot be reached',
  unusableInput: 'some of the files or rows given cannot be used; the others were',
  notSettled: 'the order ended without being settled',
};

function exitCodesPage(): string {
  const rows = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [String(EXIT[name]), EXIT_WORDS[name]]);
  const words = 'How `fabcommons` ends; a script may rely on it.';
  return ['# Exit codes', NOTE, words, table(['code', 'meaning'], rows)].join('\n\n');
}

/** All generated pages by file name. */
export const generatedPages = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      'messages.md': messagesPage(),
      'state-machines.md': statesPage(),
      'flow.md': flowPage(),
      'routes.md': routesPage(),
      'problems.md': problemsPage(),
      'exit-codes.md': exitCodesPage(),
      'lab.schema.json': labSchemaText(),
    }).map(([name, text]) => [name, `${text}\n`]),
  );

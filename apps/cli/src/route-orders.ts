// Routes orders one after the other as they are read, and writes each answer at once: memory does not grow with them.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { TERM_FACTS } from '#core/routing/objective';
import { parsePolicy } from '#core/routing/parse-policy';
import { FIRST_POLICY, type RoutingPolicy } from '#core/routing/policy';
import { shareOf } from '#core/quote/decide-again';
import { route, type Routing } from '#core/routing/route';
import { AssignOrders, type AssignHours } from './assign-orders.js';
import { InputRefused } from './exit.js';
import { orderOf, type Order } from './route-order.js';
import { type Labs, readLabs } from './route-labs.js';
import { recordsOf } from './route-records.js';

export interface RouteOptions {
  readonly labs: string;
  readonly orders: string;
  readonly policy?: string | undefined;
  readonly nowMs: number;
  /** Also assigns all orders together. */
  readonly assign?: AssignHours | undefined;
}

export interface RouteStreams {
  readonly out: Writable;
  /** Told every so many orders. */
  readonly progress: (orders: number) => void;
}

/** What became of the orders. */
export interface RouteCounts {
  readonly orders: number;
  readonly routed: number;
  readonly stranded: number;
  readonly wrong: number;
  readonly wrongLabs: number;
}

const TOLD_EVERY = 10_000;
/** Labs that an order may be assigned to, the best by its objective. */
const LABS_AN_ORDER = 20;
/** Characters. */
const PORTION = 65_536;

/** Writes one JSON document, answer by answer; docs/route.md has its shape. */
export async function routeOrders(options: RouteOptions, { out, progress }: RouteStreams): Promise<RouteCounts> {
  const policy = await readPolicy(options.policy);
  const labs = await readLabs(options.labs, options.nowMs);
  const counts = { orders: 0, routed: 0, stranded: 0, wrong: 0, wrongLabs: labs.wrong.length };
  const together = options.assign && new AssignOrders(labs, options.assign, options.nowMs);
  // Who is not among the first few may be the one with hours left.
  const wide = together ? { ...policy, maxOptions: Math.max(policy.maxOptions, LABS_AN_ORDER) } : policy;
  const { write, flush } = inPortions(out);
  const head = { policyVersion: policy.version, now: new Date(options.nowMs).toISOString(), labs: labs.labs.length };
  await write(`${JSON.stringify({ ...head, terms: TERM_FACTS, wrongLabs: labs.wrong }).slice(0, -1)},"answers":[`);
  const answerTo = ({ id, input }: Order) => {
    const routing = route({ ...input, ...known(labs), policy: wide, nowMs: options.nowMs });
    // What several machines make together is not one job with its hours.
    together?.add(
      id,
      routing.candidates.filter(({ shares }) => !shares),
    );
    return tell(id, { ...routing, candidates: routing.candidates.slice(0, policy.maxOptions) });
  };
  for await (const record of recordsOf(options.orders, 'orders')) {
    const order = orderOf(record, policy, options.nowMs);
    const answer = order.ok ? answerTo(order.value) : { line: record.line, error: order.refusal };
    await write(`${counts.orders === 0 ? '' : ','}\n${JSON.stringify(answer)}`);
    counts.orders += 1;
    if (!order.ok) counts.wrong += 1;
    else if ('options' in answer && answer.options.length > 0) counts.routed += 1;
    else counts.stranded += 1;
    if (counts.orders % TOLD_EVERY === 0) progress(counts.orders);
  }
  const assignment = together ? `,"assignment":${JSON.stringify(together.run())}` : '';
  await write(`\n],"counts":${JSON.stringify(counts)}${assignment}}\n`);
  await flush();
  return counts;
}

/** Small answers go out together; a slow reader is waited for. */
function inPortions(out: Writable): { write: (text: string) => Promise<void>; flush: () => Promise<void> } {
  let held = '';
  const flush = async (): Promise<void> => {
    const text = held;
    held = '';
    if (!out.write(text)) await once(out, 'drain');
  };
  const write = async (text: string): Promise<void> => {
    held += text;
    if (held.length > PORTION) await flush();
  };
  return { write, flush };
}

const known = ({ labs, index }: Labs) => ({ labs, index });

/** An answer without the places of each piece, which `fabcommons pack` finds. */
const tell = (order: string, { candidates, ...explained }: Routing) => ({
  order,
  options: candidates.map(({ platePlans, shares, ...option }) => ({
    ...option,
    plates: platePlans.length,
    ...(shares && { shares: shares.map(shareOf) }),
  })),
  ...explained,
});

async function readPolicy(file: string | undefined): Promise<RoutingPolicy> {
  if (file === undefined) return FIRST_POLICY;
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT' && error.code !== 'EISDIR') throw error;
    throw new InputRefused({ code: 'file/not-found', message: `There is no file ${file}.`, remedy: 'Check the path.' });
  });
  const read = parsePolicy(jsonOf(file, text));
  if (read.ok) return read.value;
  throw new InputRefused({ ...read.refusal, message: `${file}: ${read.refusal.message}` });
}

function jsonOf(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputRefused({
      code: 'policy/not-json',
      message: `${file} is not JSON: ${error.message}.`,
      remedy: 'docs/route.md describes the fields of a policy.',
    });
  }
}

// One function calls any route of the interface; addresses, bodies and answers follow from the route's definition.

import { z } from 'zod';
import type { RouteDefinition } from '#contracts/http/define-route';
import { noAnswer, problemOf, strangeAnswer } from './api-problem.js';

// The page's content security policy forbids code made at run time.
z.config({ jitless: true });

interface Addressed<Params, Query> {
  readonly params?: Readonly<Record<keyof Params, string>>;
  readonly query?: Readonly<Partial<Query>>;
}

export interface CallInput<Params, Query, Body> extends Addressed<Params, Query> {
  readonly body?: Body;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** The address of a route with its parameters filled in. */
export function addressOf<Params, Query, Body, Answer>(
  route: RouteDefinition<Params, Query, Body, Answer>,
  { params, query }: Addressed<Params, Query> = {},
): string {
  const path = route.path.replace(/:([a-zA-Z0-9]+)/g, (_, name: string) =>
    encodeURIComponent((params as Record<string, string> | undefined)?.[name] ?? ''),
  );
  const search = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    ),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Calls a route and answers what it answered; throws an `ApiProblem` for every refusal. */
export async function call<Params, Query, Body, Answer>(
  route: RouteDefinition<Params, Query, Body, Answer>,
  input: CallInput<Params, Query, Body> = {},
): Promise<Answer> {
  const response = await send(addressOf(route, input), {
    method: route.method,
    headers: headersOf(input),
    ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    ...(input.signal ? { signal: input.signal } : {}),
  });
  if (!response.ok) throw await problemOf(response);
  if (route.answer === 'nothing' || route.answer === 'stream') return undefined as Answer;
  const parsed = route.answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw strangeAnswer(response.status);
  return parsed.data;
}

function headersOf(input: { readonly body?: unknown; readonly idempotencyKey?: string }): Record<string, string> {
  return {
    accept: 'application/json',
    ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(input.idempotencyKey === undefined ? {} : { 'idempotency-key': input.idempotencyKey }),
  };
}

async function send(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw noAnswer();
  }
}

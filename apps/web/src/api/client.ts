// Calls of the interface from the pages, as the person who is signed in; failures speak to a person.

import { z } from 'zod';
import { callRoute, Unreachable, type RouteInput } from '#contracts/http/call-route';
import type { RouteDefinition } from '#contracts/http/define-route';
import { noAnswer, strangeAnswer } from './api-problem.js';

// The page's content security policy forbids code made at run time.
z.config({ jitless: true });

export interface CallInput<Params, Query, Body> extends RouteInput<Params, Query, Body> {
  readonly idempotencyKey?: string;
}

/** Calls a route and answers what it answered; throws an `ApiProblem` for every failure. */
export async function call<Params, Query, Body, Answer>(
  route: RouteDefinition<Params, Query, Body, Answer>,
  { idempotencyKey, ...input }: CallInput<Params, Query, Body> = {},
): Promise<Answer> {
  try {
    return await callRoute({ baseUrl: '' }, route, {
      ...input,
      ...(idempotencyKey === undefined ? {} : { headers: { 'idempotency-key': idempotencyKey } }),
    });
  } catch (error) {
    if (error instanceof Unreachable) throw error.answered === undefined ? noAnswer() : strangeAnswer(error.answered);
    if (error instanceof z.ZodError || error instanceof SyntaxError) throw strangeAnswer(200);
    throw error;
  }
}

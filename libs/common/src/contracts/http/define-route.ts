// One definition per HTTP route; the guard, the validation, the OpenAPI page and the typed client follow from it.

import type { z } from 'zod';

/** What an account may be; one account may be several. */
export const ROLES = ['designer', 'customer', 'lab-operator', 'reviewer', 'steward'] as const;
export type Role = (typeof ROLES)[number];

/** What an API key may do; a browser session may do all that its roles may. */
export const SCOPES = ['designs:write', 'orders:write', 'orders:read', 'labs:write', 'network:steward'] as const;
export type Scope = (typeof SCOPES)[number];

/** `anyone`: no account needed. `member`: any account. Otherwise one of the roles; ownership is checked by the use case. */
export type Access = 'anyone' | 'member' | readonly Role[];

export interface RouteDefinition<Params, Query, Body, Answer> {
  readonly id: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  /** Needed in addition when an API key is used; none: a key of any scope will do. */
  readonly scope?: Scope;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  /** `stream`: the raw body is the file. */
  readonly body?: z.ZodType<Body> | 'stream';
  readonly status: 200 | 201 | 202 | 204;
  /** `stream`: bytes or server-sent events. */
  readonly answer: z.ZodType<Answer> | 'stream' | 'nothing';
  /** True when the same Idempotency-Key must have one effect. */
  readonly idempotent?: boolean;
}

/** Defines a route; the identity function that gives the types. */
export const defineRoute = <Params = undefined, Query = undefined, Body = undefined, Answer = undefined>(
  route: RouteDefinition<Params, Query, Body, Answer>,
): RouteDefinition<Params, Query, Body, Answer> => route;

/** A route of any shape. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- variance: a table of routes holds all of them
export type AnyRoute = RouteDefinition<any, any, any, any>;

/** The body of a route's success. */
export type AnswerOf<R extends AnyRoute> = Extract<R['answer'], z.ZodType>['_output'];

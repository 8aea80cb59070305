// What a route's use case is given: everything parsed by the route's own schemas, and who asks.

import { type ExecutionContext, createParamDecorator } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { z } from 'zod';
import type { AnyRoute, RouteDefinition } from '#contracts/http/define-route';
import { identityOf, type Identity } from './identity.js';
import { RefusedRequest } from './refused-request.js';
import { ROUTE } from './route.js';

/** The parsed request of one route; `account` throws where nobody is signed in, which the guard has ruled out. */
export interface RouteInput<Definition> {
  readonly params: Definition extends RouteDefinition<infer P, unknown, unknown, unknown> ? P : never;
  readonly query: Definition extends RouteDefinition<unknown, infer Q, unknown, unknown> ? Q : never;
  readonly body: Definition extends RouteDefinition<unknown, unknown, infer B, unknown> ? B : never;
  readonly account: Identity;
  readonly identity: Identity | undefined;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Hands the {@link RouteInput} to a controller's method. */
export const Input = createParamDecorator((_: unknown, context: ExecutionContext): RouteInput<AnyRoute> => {
  const definition = Reflect.getMetadata(ROUTE, context.getHandler()) as AnyRoute;
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  const identity = identityOf(request);
  return {
    ...parseRequest(definition, request),
    get account(): Identity {
      if (!identity) throw new Error(`the route ${definition.id} is open to anyone and has no account`);
      return identity;
    },
    identity,
    request,
    reply: context.switchToHttp().getResponse<FastifyReply>(),
  };
});

interface FieldError {
  readonly path: string;
  readonly message: string;
}

function parseRequest(
  definition: AnyRoute,
  request: FastifyRequest,
): { params: unknown; query: unknown; body: unknown } {
  const errors: FieldError[] = [];
  const parse = (where: string, schema: z.ZodType | undefined, value: unknown): unknown => {
    if (!schema) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) {
      const place = unstorableIn(parsed.data, where);
      if (place !== undefined) errors.push({ path: place, message: 'has a NUL or half a character' });
      return parsed.data;
    }
    for (const issue of parsed.error.issues)
      errors.push({ path: [where, ...issue.path.map(String)].join('.'), message: issue.message });
    return undefined;
  };
  const parsed = {
    params: parse('params', definition.params, request.params),
    query: parse('query', definition.query, request.query),
    body: bodyOf(definition, request, parse),
  };
  if (errors.length > 0) throw invalid(errors);
  return parsed;
}

/** Where a text is that is no Unicode text or has a NUL: neither JSON in other languages nor a database would keep it. */
function unstorableIn(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return /[\0\p{Surrogate}]/u.test(value) ? path : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const found = unstorableIn(inner, `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function bodyOf(
  definition: AnyRoute,
  request: FastifyRequest,
  parse: (where: string, schema: z.ZodType, value: unknown) => unknown,
): unknown {
  const isStream = request.body instanceof Readable;
  if (definition.body === undefined) return undefined;
  if (definition.body === 'stream') {
    if (isStream) return request.body;
    throw unsupported('This address takes the bytes of a file.', 'Send it with content-type application/octet-stream.');
  }
  if (isStream) throw unsupported('This address takes JSON.', 'Send it with content-type application/json.');
  return parse('body', definition.body, request.body ?? {});
}

const unsupported = (message: string, remedy: string): RefusedRequest =>
  new RefusedRequest({ code: 'request/unsupported-type', message, remedy });

function invalid(errors: readonly FieldError[]): RefusedRequest {
  const shown = errors.slice(0, 50);
  const first = shown[0]!;
  const message = `${first.path}: ${first.message}${errors.length > 1 ? `, and ${errors.length - 1} more` : ''}.`;
  return new RefusedRequest(
    { code: 'request/invalid', message, remedy: 'Correct the named fields; /api/docs shows the expected form.' },
    shown,
  );
}

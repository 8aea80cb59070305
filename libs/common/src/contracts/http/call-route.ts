// A typed client out of the route definitions: one function, for the command line, the browser and tests alike.

import { problemSchema, type Problem } from './problem.js';
import type { RouteDefinition } from './define-route.js';

/** Where the network is, and as whom to call. */
export interface Connection {
  /** Without a slash at the end; empty for the page's own origin. */
  readonly baseUrl: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** Bytes, a file or a stream, as fetch takes them. */
type Bytes = NonNullable<RequestInit['body']>;

/** What goes into a call; what the route does not have is left out. */
export interface RouteInput<Params, Query, Body> {
  readonly params?: Params;
  readonly query?: Partial<Query>;
  readonly body?: Body | Bytes;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The network refused, in its own words. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(readonly problem: Problem) {
    super(problem.detail);
  }

  get code(): string {
    return this.problem.code;
  }

  /** 0 where there was no answer at all. */
  get status(): number {
    return this.problem.status;
  }
}

/** The network cannot be reached, or answered with what is no answer of Fabcommons. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';

  constructor(
    message: string,
    options?: ErrorOptions,
    /** The status of an answer that is none of Fabcommons; undefined where nobody answered. */
    readonly answered?: number,
  ) {
    super(message, options);
  }
}

/** Calls a route; the answer is believed only in the agreed form. Throws {@link ApiProblem} and {@link Unreachable}. */
export async function callRoute<Params, Query, Body, Answer>(
  connection: Connection,
  route: RouteDefinition<Params, Query, Body, Answer>,
  input: RouteInput<Params, Query, Body> = {},
): Promise<Answer> {
  const response = await openRoute(connection, route, input);
  if (route.answer === 'nothing' || route.answer === 'stream') return undefined as Answer;
  return route.answer.parse(await response.json());
}

/** Like {@link callRoute}, for routes that answer with a stream: the response itself. */
export async function openRoute<Params, Query, Body, Answer>(
  { baseUrl, headers, fetch: fetchIt = fetch }: Connection,
  route: RouteDefinition<Params, Query, Body, Answer>,
  input: RouteInput<Params, Query, Body> = {},
): Promise<Response> {
  const isStream = route.body === 'stream';
  const hasBody = input.body !== undefined;
  const request: RequestInit & { duplex?: 'half' } = {
    method: route.method,
    headers: {
      ...(hasBody ? { 'content-type': isStream ? 'application/octet-stream' : 'application/json' } : {}),
      ...headers,
      ...input.headers,
    },
    ...(hasBody ? { body: isStream ? (input.body as Bytes) : JSON.stringify(input.body), duplex: 'half' } : {}),
    ...(input.signal ? { signal: input.signal } : {}),
  };
  const response = await fetchIt(baseUrl + addressOf(route, input), request).catch((error: unknown) => {
    if (input.signal?.aborted) throw error;
    throw new Unreachable(`${baseUrl || 'The network'} cannot be reached (${reasonOf(error)}).`, { cause: error });
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** The address of a route with its parameters and its query filled in. */
export function addressOf<Params, Query, Body, Answer>(
  { path }: RouteDefinition<Params, Query, Body, Answer>,
  { params, query }: Pick<RouteInput<Params, Query, Body>, 'params' | 'query'> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown> | undefined)?.[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}) as [string, string | number | boolean | undefined][]) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

/** What an unsuccessful answer tells. */
export async function problemOf(response: Response): Promise<ApiProblem | Unreachable> {
  const body: unknown = await response.json().catch(() => undefined);
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return new ApiProblem(parsed.data);
  return new Unreachable(`The network answered ${response.status} without a reason.`, undefined, response.status);
}

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

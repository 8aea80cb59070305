// Every way in which a request can fail, as one error that speaks to a person.

import { ApiProblem } from '#contracts/http/call-route';
import type { Problem } from '#contracts/http/problem';

const local = (status: number, code: string, title: string, more: { detail: string; remedy: string }): ApiProblem =>
  new ApiProblem({ type: `/problems/${code}`, title, status, code, ...more });

/** Nobody answered: the server is away, or this machine has no network. */
export const noAnswer = (): ApiProblem =>
  local(0, 'web/no-answer', 'The network does not answer', {
    detail: 'The request got no answer from the gateway.',
    remedy: 'Check your connection and try again; nothing that you typed is lost.',
  });

/** Somebody answered, but not in the words of the interface. */
export const strangeAnswer = (status: number): ApiProblem =>
  local(status, 'web/strange-answer', 'The answer could not be understood', {
    detail: `The gateway answered ${status} in a form that these pages do not know.`,
    remedy: 'Reload the page: these pages may be older than the gateway.',
  });

/** What to show for any caught value; a bug of these pages is said to be one. */
export function asProblem(error: unknown): Problem {
  if (error instanceof ApiProblem) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return local(0, 'web/fault', 'Something went wrong on this page', {
    detail,
    remedy: 'Reload the page. If it happens again, tell the people who run this network what you did.',
  }).problem;
}

/** Messages by field path, for a form. */
export const fieldErrors = (error: unknown): Record<string, string> =>
  error instanceof ApiProblem
    ? Object.fromEntries(
        (error.problem.errors ?? []).map(({ path, message }) => [path.replace(/^body\./, ''), message]),
      )
    : {};

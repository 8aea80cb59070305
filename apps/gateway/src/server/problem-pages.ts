// The pages that the `type` of a problem points to: what a code means, for whoever meets it in a log or an answer.

import type { FastifyInstance } from 'fastify';
import { PROBLEMS, type ProblemCode } from '#contracts/http/problem';
import { GEOMETRY_REFUSAL_CODES } from '#core/geometry/refusals';

/** Serves /problems/<thing>/<what> for every code there is; others are not found. */
export function serveProblemPages(server: FastifyInstance): void {
  server.get<{ Params: { '*': string } }>('/problems/*', (request, reply) => {
    const page = pageOf(request.params['*']);
    if (page === undefined) {
      reply.callNotFound();
      return reply;
    }
    return reply.type('text/html; charset=utf-8').send(page);
  });
}

function pageOf(code: string): string | undefined {
  if (Object.hasOwn(PROBLEMS, code)) {
    const [status, title] = PROBLEMS[code as ProblemCode];
    return html(code, title, status);
  }
  const isGeometry = (GEOMETRY_REFUSAL_CODES as readonly string[]).includes(code);
  return isGeometry ? html(code, 'The mesh of a part cannot be read or used', 422) : undefined;
}

/** Only words of our own tables come in here, none of the request. */
const html = (code: string, title: string, status: number): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title} · Fabcommons</title>
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>Code <code>${code}</code>, HTTP status ${status}.</p>
      <p>The answer that bore this code says in <code>detail</code> what happened to which thing, and in
      <code>remedy</code> what to do. Its <code>instance</code> is the number to name when you ask for help.</p>
      <p><a href="/api/docs">The HTTP interface</a></p>
    </main>
  </body>
</html>
`;

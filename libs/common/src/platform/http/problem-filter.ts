// Whatever goes wrong leaves as problem+json: refusals by the table of the contract, faults with a number to quote.

import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, type Problem, type ProblemCode } from '#contracts/http/problem';
import type { Refusal } from '#core/kernel/result';
import { isDatabaseAway } from '../database/database-away.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { isBrokerFault } from '../messaging/publish.js';
import { RefusedRequest } from './refused-request.js';

/** A refusal as the body of an answer; codes of the core that the table does not name are 422 in their own words. */
export function problemOf(refusal: Refusal, correlationId: string, errors?: RefusedRequest['errors']): Problem {
  const [status, title] = (PROBLEMS as Record<string, readonly [number, string]>)[refusal.code] ?? [
    422,
    refusal.message,
  ];
  return {
    type: `/problems/${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.remedy === undefined ? {} : { remedy: refusal.remedy }),
    instance: correlationId,
    ...(refusal.details === undefined ? {} : { details: { ...refusal.details } }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = this.problem(error, request);
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const retryAfter = problem.details?.['retryAfterSeconds'];
    if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter));
    if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="fabcommons"');
    void reply
      .status(problem.status)
      .header('content-type', 'application/problem+json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(JSON.stringify(problem));
  }

  private problem(error: unknown, request: FastifyRequest): Problem {
    if (error instanceof RefusedRequest) return problemOf(error.refusal, request.id, error.errors);
    const status = statusOf(error);
    if (status !== undefined && status >= 400 && status < 500)
      return problemOf(clientFault(status, error, request), request.id);
    if (isUnavailable(error)) {
      this.logger.warn({ error: String(error), path: request.url.split('?')[0] }, 'a part of the network is away');
      const message = 'The database or the message broker does not answer.';
      return problemOf({ code: 'service/unavailable', message, remedy: 'Try again in a moment.' }, request.id);
    }
    const stack = error instanceof Error ? error.stack : String(error);
    this.logger.error({ error: stack, method: request.method, path: request.url.split('?')[0] }, 'request failed');
    const remedy = `Try again; if it stays so, tell the operators this number: ${request.id}.`;
    return problemOf(
      { code: 'service/fault', message: 'The request could not be answered because of a fault of ours.', remedy },
      request.id,
    );
  }
}

const CODES: Readonly<Record<number, ProblemCode>> = {
  404: 'request/not-found',
  405: 'request/not-found',
  413: 'request/too-large',
  415: 'request/unsupported-type',
  429: 'request/too-many',
};

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const { statusCode } = (error ?? {}) as { statusCode?: unknown };
  return typeof statusCode === 'number' ? statusCode : undefined;
}

function clientFault(status: number, error: unknown, request: FastifyRequest): Refusal {
  const code = CODES[status] ?? 'request/invalid';
  if (code === 'request/not-found') {
    const path = request.url.split('?')[0] ?? '';
    return {
      code,
      message: `There is nothing at ${request.method} ${path}.`,
      remedy: '/api/docs lists all addresses.',
    };
  }
  const text = error instanceof Error ? error.message : 'The request was not understood.';
  return { code, message: text, remedy: '/api/docs shows the expected form.' };
}

function isUnavailable(error: unknown): boolean {
  if (isDatabaseAway(error)) return true;
  return error instanceof Error && error.name !== 'QueryFailedError' && isBrokerFault(error);
}

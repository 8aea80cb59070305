// Which errors of a query mean that Postgres is not there, and not that the query is wrong.

import { QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';

// Connection exceptions (08…), shutting down or starting up (57P0x), too many connections; what sockets say.
const CODES = /^(08...|57P0.|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/;
// What pg and its pool say in words alone.
const WORDS = /connection terminated|is not queryable|timeout exceeded when trying to connect/i;

/** True when the database could not be reached, or went away before it had answered; the same work may be tried again. */
export function isDatabaseAway(error: unknown): boolean {
  // TypeORM gives a cut connection back by itself, so that what the transaction does next finds none.
  if (error instanceof QueryRunnerAlreadyReleasedError || error instanceof QueryRunnerProviderAlreadyReleasedError)
    return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (typeof code === 'string' && CODES.test(code)) return true;
  if (driverError !== undefined && isDatabaseAway(driverError)) return true;
  return error instanceof Error && WORDS.test(error.message);
}

// How often one caller may do what is worth guessing at.

import type { FastifyRequest } from 'fastify';
import type { RateLimit } from '#platform/http/rate-limits';

const ip = (request: FastifyRequest): string => request.ip;
const ipAndEmail = (request: FastifyRequest): string => {
  const { email } = (request.body ?? {}) as { email?: unknown };
  return `${request.ip}|${typeof email === 'string' ? email.toLowerCase() : ''}`;
};

const PASSWORDS: readonly RateLimit[] = [
  { perMinute: 10, by: ipAndEmail },
  // Many addresses from one place are guessing too; a school behind one address is not.
  { perMinute: 100, by: ip },
];

export const ROUTE_LIMITS: Readonly<Record<string, readonly RateLimit[]>> = {
  signUp: PASSWORDS,
  signIn: PASSWORDS,
  // A code is one of 31^8 and lives a quarter of an hour: a hall full of new labs is let in, guessing still leads nowhere.
  redeemEnrolment: [{ perMinute: 120, by: ip }],
  // Twenty sheets of cards are much work for one request, and nobody needs them every second.
  printAttribution: [{ perMinute: 60, by: ip }],
};

/** Every other route: more than any person, less than a flood. */
export const OTHER_LIMIT: RateLimit = { perMinute: 6_000, by: ip };

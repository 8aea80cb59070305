// How often one caller may do what is worth guessing at. Counted per process, in windows of a minute.

import type { FastifyRequest } from 'fastify';
import type { AnyRoute } from '#contracts/http/define-route';
import { MINUTE_MS } from '#core/kernel/time';
import type { Clock } from '../clock/clock.js';
import { RefusedRequest } from './refused-request.js';

export const RATE_LIMITS = Symbol('RATE_LIMITS');

/** Calls a minute, and what they are counted by beside the route. */
export interface RateLimit {
  readonly perMinute: number;
  readonly by: (request: FastifyRequest) => string;
}

export interface RateLimitOptions {
  readonly enabled: boolean;
  readonly clock: Clock;
  /** By route id; every other route has `others`. */
  readonly routes: Readonly<Record<string, readonly RateLimit[]>>;
  readonly others: RateLimit;
}

export class RateLimits {
  private window = 0;
  private counts = new Map<string, number>();

  constructor(private readonly options: RateLimitOptions) {}

  /** Counts a call; throws the refusal `request/too-many` when it is one too many. */
  count(route: AnyRoute, request: FastifyRequest): void {
    const { enabled, clock, routes, others } = this.options;
    if (!enabled) return;
    const nowMs = clock.now();
    const window = Math.floor(nowMs / MINUTE_MS);
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    (routes[route.id] ?? [others]).forEach((limit, index) => {
      const key = `${route.id}|${index}|${limit.by(request)}`;
      const count = (this.counts.get(key) ?? 0) + 1;
      this.counts.set(key, count);
      if (count <= limit.perMinute) return;
      const seconds = Math.ceil(((window + 1) * MINUTE_MS - nowMs) / 1000);
      throw new RefusedRequest({
        code: 'request/too-many',
        message: `This address takes ${limit.perMinute} requests a minute from one place.`,
        remedy: `Try again in ${seconds} seconds.`,
        details: { retryAfterSeconds: seconds },
      });
    });
  }
}

// Per request: the correlation id that comes in and goes out, and how long it took.

import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { correlated, newCorrelationId } from '../logging/correlation.js';
import type { Logger } from '../logging/logger.js';
import { durationHistogram } from '../metrics/metrics.js';

/** The caller's request id where it is harmless, else a new one. */
export function requestIdOf(headers: Readonly<Record<string, string | string[] | undefined>>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9_.:-]{8,80}$/.test(given) ? given : newCorrelationId();
}

/** Hooks the correlation id, the request log and the duration metric into the server. */
export function hookRequests(server: FastifyInstance, logger: Logger, metrics: Registry): void {
  const seconds = durationHistogram(metrics, 'http_request_seconds', 'Time to answer a request', [
    'method',
    'route',
    'status',
  ]);
  server.addHook('onRequest', (request, reply, done) => {
    void reply.header('x-request-id', request.id);
    correlated(request.id, done);
  });
  // Reading a body leaves the context of the hook before: enter it again.
  server.addHook('preValidation', (request, _reply, done) => correlated(request.id, done));
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: String(reply.statusCode) };
    seconds.observe(labels, reply.elapsedTime / 1000);
    logger.debug({ ...labels, ms: Math.round(reply.elapsedTime), correlation: request.id }, 'request');
    done();
  });
}

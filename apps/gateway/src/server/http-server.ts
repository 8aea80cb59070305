// The Fastify server under Nest: parsers, security headers, correlation, and the pages that are no routes of the contract.

import fastifyCookie from '@fastify/cookie';
import fastifyHelmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage } from 'node:http';
import { hookRequests, requestIdOf } from '#platform/http/request-context';
import type { Logger } from '#platform/logging/logger';
import type { Settings } from '../settings.js';
import { serveDocumentation } from './documentation.js';
import { serveHealth, type HealthParts } from './health.js';
import { refuseAddress, refuseBytes } from './refuse-unroutable.js';
import { serveProblemPages } from './problem-pages.js';
import { serveWebPages } from './web-pages.js';

/** The longest JSON that is read: a release of ten thousand files, with room. */
const JSON_BYTES = 8 * 2 ** 20;

/** A Fastify that knows no content type but JSON and raw bytes. */
export function makeAdapter({ TRUST_PROXY }: Settings): FastifyAdapter<RawServerDefault> {
  const adapter = new FastifyAdapter({
    bodyLimit: JSON_BYTES,
    trustProxy: TRUST_PROXY === 'on',
    genReqId: (request: IncomingMessage) => requestIdOf(request.headers),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 500 },
    // Event streams stay open for hours: at the end they are closed by whoever holds them, the rest here.
    forceCloseConnections: 'idle',
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
  } as never);
  const server = adapter.getInstance() as unknown as FastifyInstance;
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body as string, done);
  });
  for (const type of ['application/octet-stream', 'application/offset+octet-stream'])
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  return adapter as FastifyAdapter<RawServerDefault>;
}

/** Everything on the server that is not a controller. */
export async function furnish(
  server: FastifyInstance,
  settings: Settings,
  parts: HealthParts & { readonly logger: Logger },
): Promise<void> {
  const isHttps = settings.PUBLIC_URL.startsWith('https:');
  hookRequests(server, parts.logger, parts.metrics);
  await server.register(fastifyCookie);
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        workerSrc: ["'self'", 'blob:'],
        ...(isHttps ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: isHttps,
    crossOriginEmbedderPolicy: false,
  });
  serveHealth(server, parts);
  serveDocumentation(server, settings.PUBLIC_URL);
  serveProblemPages(server);
  await serveWebPages(server, settings.WEB_DIR);
}

// Is the scheduler alive, and can it work? A few lines of HTTP for supervisors and Prometheus.

import { createServer, type Server } from 'node:http';
import type { Registry } from 'prom-client';

export interface HealthOptions {
  readonly port: number;
  readonly metrics: Registry;
  /** What is missing, by name; empty when the program can work. */
  readonly missing: () => Promise<string[]>;
}

/** Serves /healthz, /readyz and /metrics on the loopback-or-container interface. */
export async function serveHealth({ port, metrics, missing }: HealthOptions): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      if (request.url === '/healthz') return response.writeHead(200, JSON_TYPE).end('{"status":"alive"}');
      if (request.url === '/metrics')
        return response.writeHead(200, { 'content-type': metrics.contentType }).end(await metrics.metrics());
      if (request.url !== '/readyz') return response.writeHead(404, JSON_TYPE).end('{}');
      const lacking = await missing();
      return response
        .writeHead(lacking.length === 0 ? 200 : 503, JSON_TYPE)
        .end(JSON.stringify({ status: lacking.length === 0 ? 'ready' : 'not ready', missing: lacking }));
    })().catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, resolve));
  return server;
}

const JSON_TYPE = { 'content-type': 'application/json' };

// The web application: built files as they are, every other page address as index.html.

import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { existsSync, statSync } from 'node:fs';
import { join, normalize, resolve, sep } from 'node:path';

const NO_PAGES = `<!doctype html><html lang="en"><title>Fabcommons</title><h1>Fabcommons</h1>
<p>The web pages are not built. The HTTP interface is at <a href="/api/docs">/api/docs</a>.</p></html>`;

/** Serves `webDir` where it exists; what is under /api and not a route is not a page. */
export async function serveWebPages(server: FastifyInstance, webDir: string | undefined): Promise<void> {
  const root = webDir === undefined ? undefined : resolve(webDir);
  const built = root !== undefined && existsSync(join(root, 'index.html'));
  if (built) await server.register(fastifyStatic, { root, serve: false, cacheControl: false });
  server.get('/*', (request, reply) => {
    const path = pathOf(request.url);
    if (path === undefined || /^\/(api|healthz|readyz|metrics)(\/|$)/.test(path)) {
      reply.callNotFound();
      return reply;
    }
    if (!built || root === undefined) return reply.type('text/html; charset=utf-8').send(NO_PAGES);
    return sendPage(reply, root, path);
  });
}

function sendPage(reply: FastifyReply, root: string, path: string): FastifyReply {
  const file = normalize(join(root, path));
  const isFile = file.startsWith(root + sep) && existsSync(file) && statSync(file).isFile();
  if (!isFile) return reply.header('cache-control', 'no-cache').sendFile('index.html');
  // Vite puts a hash of the content into the names below /assets.
  const forever = path.startsWith('/assets/');
  void reply.header('cache-control', forever ? 'public, max-age=31536000, immutable' : 'no-cache');
  return reply.sendFile(path.slice(1));
}

function pathOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.split('?')[0] ?? '/');
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined; // Not a percent-encoding: nothing has this address.
  }
}

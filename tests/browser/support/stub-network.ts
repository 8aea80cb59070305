// The built pages behind a gateway that answers from a table. Every answer is checked against its route's definition.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'vite';
import type { AnyRoute } from '#contracts/http/define-route';
import { ROUTES } from '#contracts/http/routes';
import { REPOSITORY } from '../../../infra/repository.js';

/** As the gateway sends it: what it stops, it must stop here. */
const POLICY =
  "default-src 'self'; base-uri 'self'; connect-src 'self'; font-src 'self' data:; form-action 'self'; frame-ancestors 'none'; " +
  "img-src 'self' data: blob:; object-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

export interface Asked {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

/** An answer of a route: a body of its schema, bytes, or a refusal. */
export type StubAnswer =
  | { readonly body: unknown }
  | { readonly bytes: Uint8Array }
  | { readonly events: readonly unknown[] }
  | { readonly status: number; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly problem: {
        readonly status: number;
        readonly code: string;
        readonly title: string;
        readonly detail: string;
        readonly remedy?: string;
      };
    };

export interface StubNetwork {
  readonly url: string;
  /** Sets what a route answers from now on. */
  readonly answer: (routeId: string, answer: (asked: Asked) => StubAnswer) => void;
  /** What was asked of a route, the oldest first. */
  readonly askedOf: (routeId: string) => readonly Asked[];
  readonly stop: () => Promise<void>;
}

/** Builds the pages afresh and serves them; what has no answer set is `request/not-found`. */
export async function startStubNetwork(): Promise<StubNetwork> {
  const webDir = mkdtempSync(join(tmpdir(), 'fabcommons-web-'));
  await build({
    configFile: join(REPOSITORY, 'apps/web/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: webDir, emptyOutDir: true },
  });
  const answers = new Map<string, (asked: Asked) => StubAnswer>();
  const asked = new Map<string, Asked[]>();
  const server = createServer((request, response) => {
    void handle({ request, response, webDir, answers, asked }).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    answer: (routeId, answer) => void answers.set(routeId, answer),
    askedOf: (routeId) => asked.get(routeId) ?? [],
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(webDir, { recursive: true, force: true });
    },
  };
}

interface Handling {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly webDir: string;
  readonly answers: ReadonlyMap<string, (asked: Asked) => StubAnswer>;
  readonly asked: Map<string, Asked[]>;
}

async function handle({ request, response, webDir, answers, asked }: Handling): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://stub');
  if (!url.pathname.startsWith('/api/')) return sendPage(response, webDir, url.pathname);
  for (const route of ROUTES) {
    const params = request.method === route.method ? match(route.path, url.pathname) : undefined;
    if (!params) continue;
    const question = { params, query: url.searchParams, body: await bodyOf(request), headers: request.headers };
    asked.set(route.id, [...(asked.get(route.id) ?? []), question]);
    return send(response, route, answers.get(route.id)?.(question) ?? NOTHING);
  }
  response.writeHead(404).end();
}

const NOTHING: StubAnswer = {
  problem: {
    status: 404,
    code: 'request/not-found',
    title: 'There is nothing at this address',
    detail: 'There is nothing here.',
  },
};

function match(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return undefined;
  if (!wanted.every((part, i) => part.startsWith(':') || part === given[i])) return undefined;
  return Object.fromEntries(
    wanted.flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), decodeURIComponent(given[i]!)]] : [])),
  );
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return request.headers['content-type'] === 'application/json' ? JSON.parse(bytes.toString('utf8')) : bytes;
}

function send(response: ServerResponse, route: AnyRoute, answer: StubAnswer): void {
  if ('problem' in answer) {
    const body = { type: `/problems/${answer.problem.code}`, ...answer.problem };
    response.writeHead(answer.problem.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(body));
  } else if ('headers' in answer) {
    response.writeHead(answer.status, answer.headers).end();
  } else if ('bytes' in answer) {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(answer.bytes);
  } else if ('events' in answer) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.events.forEach((event, i) => response.write(`id: ${i + 1}\ndata: ${JSON.stringify(event)}\n\n`));
  } else if (route.answer === 'nothing' || route.answer === 'stream') {
    response.writeHead(route.status).end();
  } else {
    // A fixture that the interface would not send is a fault of the test.
    const body: unknown = route.answer.parse(answer.body);
    response.writeHead(route.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }
}

function sendPage(response: ServerResponse, webDir: string, path: string): void {
  const wanted = join(webDir, path);
  const isFile = path !== '/' && statSync(wanted, { throwIfNoEntry: false })?.isFile() === true;
  const file = isFile ? wanted : join(webDir, 'index.html');
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(readFileSync(file));
}

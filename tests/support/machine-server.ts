// A pretended machine server: a real HTTP and websocket server whose answers are those that were recorded, with the state
// behind them that makes them true. Each make is a file beside this one.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { anyFreePort } from './ports.js';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly rawQuery: string;
  readonly headers: IncomingMessage['headers'];
  readonly json: Readonly<Record<string, unknown>>;
  readonly form: FormData | undefined;
  readonly bytes: Buffer;
}

export interface Replied {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What can go wrong on the way of the one request that starts a print. */
export type StartFate = 'arrives' | 'never arrives' | 'answer is lost';

export abstract class PretendServer {
  readonly starts: string[] = [];
  startFate: StartFate = 'arrives';
  /** Requests that change something, as `METHOD path`. */
  readonly commands: string[] = [];
  private server: Server | undefined;
  private port: number | undefined;
  private readonly lines = new Set<WebSocket>();

  abstract readonly key: string;
  /** The file at work. */
  abstract readonly running: string | undefined;
  abstract finish(): void;
  abstract cancelAtMachine(): void;
  /** The printer is unplugged; its server stays. */
  abstract losePrinter(): void;
  abstract regainPrinter(): void;
  /** Somebody else's print. */
  abstract startForeign(): void;
  /** The server starts anew and has lost what it keeps in memory only. */
  abstract forget(): void;
  protected abstract reply(asked: Asked): Replied;
  /** True for the request that starts a print. */
  protected abstract isStart(asked: Asked): boolean;
  protected hear(_line: WebSocket, _message: Record<string, unknown>): void {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get linesOpen(): number {
    return this.lines.size;
  }

  async open(host = '127.0.0.1'): Promise<this> {
    this.port ??= await anyFreePort();
    this.server = createServer((request, response) => void this.serve(request, response));
    const sockets = new WebSocketServer({ server: this.server });
    sockets.on('connection', (line) => {
      this.lines.add(line);
      line.on('close', () => this.lines.delete(line));
      line.on('message', (data) =>
        this.hear(line, JSON.parse((data as Buffer).toString('utf8')) as Record<string, unknown>),
      );
    });
    await new Promise<void>((resolve) => this.server?.listen(this.port, host, resolve));
    return this;
  }

  /** The server is away; what it made goes on. */
  async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const line of this.lines) line.terminate();
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
  }

  protected push(...messages: readonly unknown[]): void {
    for (const line of this.lines) for (const message of messages) line.send(JSON.stringify(message));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = await readRequest(request, Buffer.concat(chunks));
    if (asked.method !== 'GET') this.commands.push(`${asked.method} ${asked.path}`);
    const fate = this.isStart(asked) ? this.startFate : 'arrives';
    if (fate === 'never arrives') return void request.socket.destroy();
    const { status, body, headers } = this.reply(asked);
    if (fate === 'answer is lost') return void request.socket.destroy();
    const isText = typeof body === 'string';
    response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
    response.end(body === undefined || body === null ? undefined : isText ? body : JSON.stringify(body));
  }
}

async function readRequest(request: IncomingMessage, bytes: Buffer): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'http://pretended');
  const type = request.headers['content-type'] ?? '';
  const isForm = type.startsWith('multipart/form-data');
  return {
    method: request.method ?? 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    rawQuery: url.search.slice(1),
    headers: request.headers,
    json: type === 'application/json' ? (JSON.parse(bytes.toString('utf8')) as Record<string, unknown>) : {},
    form: isForm
      ? await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
      : undefined,
    bytes,
  };
}

// The operator's page over HTTP: small, on this computer unless the lab says otherwise, and deaf to other sites.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '#platform/logging/logger';
import type { Command, Reply } from '../home/door.js';
import type { Status } from '../home/read-status.js';
import { SCRIPT, STYLE } from './page-assets.js';
import { commandOf } from './page-command.js';
import { PageGuard } from './page-guard.js';
import type { PageSettings } from './page-settings.js';
import { pageView, type Said } from './page-view.js';

const LONGEST_FORM = 10_000;
const MOST_SAID = 100;
const WRONG_PASSWORD_MS = 500;
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With none at all, browsers hide from us where our own forms come from.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

export interface PageParts {
  readonly settings: PageSettings;
  readonly status: () => Status;
  readonly hear: (command: Command) => Promise<Reply>;
  readonly logger: Logger;
}

export class PageServer {
  private readonly said = new Map<string, Said>();
  private guard: PageGuard;

  private constructor(
    private readonly parts: PageParts,
    private readonly server: Server,
  ) {
    this.guard = new PageGuard(parts.settings, 'fab_page');
  }

  /** Opens the page; throws when its port is taken. */
  static async open(parts: PageParts): Promise<PageServer> {
    const server = createServer({ requestTimeout: 15_000, maxHeaderSize: 16_384 });
    const page = new PageServer(parts, server);
    server.on('request', (request, response) => void page.serve(request, response));
    const { port, host } = parts.settings;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
    server.unref();
    // Cookies do not know ports: several labs' pages on one computer keep apart by name.
    page.guard = new PageGuard(parts.settings, `fab_page_${page.port}`);
    return page;
  }

  get url(): string {
    const { host } = this.parts.settings;
    const name = host === '127.0.0.1' || host === '::1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
    return `http://${name}:${this.port}/`;
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      if (!this.guard.isOwnName(request.headers.host)) return end(response, 421, 'This page has another name.');
      if (!this.guard.hasPassword(request.headers.authorization)) {
        // Guessing takes its time.
        await delay(WRONG_PASSWORD_MS);
        response.setHeader('www-authenticate', 'Basic realm="Fabcommons agent", charset="UTF-8"');
        return end(response, 401, 'This page asks for the lab’s password.');
      }
      await this.answer(request, response);
    } catch (error) {
      this.parts.logger.error({ error: String(error) }, 'the page failed');
      if (!response.headersSent) end(response, 500, 'The page failed; the agent’s log says why.');
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url, headers } = request;
    const session = this.guard.sessionOf(headers);
    if (session.setCookie !== undefined) response.setHeader('set-cookie', session.setCookie);
    if (method === 'POST' && url === '/say') return this.say(request, response, session.id);
    if (method !== 'GET') return end(response, 405, 'This can not be done here.');
    const token = this.guard.tokenOf(session.id);
    switch (url) {
      case '/': {
        const said = this.said.get(session.id);
        this.said.delete(session.id);
        return end(response, 200, pageView(this.parts.status(), token, said), 'text/html');
      }
      case '/parts':
        return end(response, 200, pageView(this.parts.status(), token), 'text/html');
      case '/page.css':
        return end(response, 200, STYLE, 'text/css');
      case '/page.js':
        return end(response, 200, SCRIPT, 'text/javascript');
      case undefined:
      default:
        return end(response, 404, 'There is nothing here.');
    }
  }

  private async say(request: IncomingMessage, response: ServerResponse, session: string): Promise<void> {
    const body = await bodyOf(request);
    if (body === undefined) return end(response, 413, 'That is too long.');
    const fields = new URLSearchParams(body);
    if (!this.guard.mayPost(request.headers, session, fields.get('token') ?? ''))
      return end(
        response,
        403,
        'This form is not of this page, or from before the agent was started. Open the page anew.',
      );
    fields.delete('token');
    const command = commandOf(fields);
    if (command === undefined) return end(response, 400, 'This form is not filled in as it should be.');
    const said = await this.parts.hear(command);
    for (const [oldest] of this.said) if (this.said.size >= MOST_SAID) this.said.delete(oldest);
    this.said.set(session, said);
    response.writeHead(303, { ...HEADERS, location: '/' }).end();
  }
}

function end(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { ...HEADERS, 'content-type': `${type}; charset=utf-8` }).end(text);
}

/** The form, or undefined when it is longer than any of ours. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LONGEST_FORM) return undefined;
  }
  return text;
}

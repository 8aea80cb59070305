// Who may look at the page and say something on it: no page of the web, by whatever name it reaches this computer.

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import type { PageSettings } from './page-settings.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

export class PageGuard {
  private readonly key = randomBytes(32);

  constructor(
    private readonly settings: PageSettings,
    private readonly cookieName: string,
  ) {}

  /** False for names that this page does not have: a foreign name that was made to lead here (DNS rebinding). */
  isOwnName(host: string | undefined): boolean {
    if (host === undefined || !URL.canParse(`http://${host}`)) return false;
    const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '');
    if (isIP(name) !== 0 || name === 'localhost') return true;
    return [this.settings.host, ...this.settings.names].some((own) => own.toLowerCase() === name);
  }

  /** True where no password is asked, and with the right one; the user's name does not matter. */
  hasPassword(authorization: string | undefined): boolean {
    const { password } = this.settings;
    if (password === undefined) return true;
    const [, encoded = ''] = /^Basic ([A-Za-z0-9+/=]{1,1000})$/.exec(authorization ?? '') ?? [];
    const [, ...given] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
    return isSame(given.join(':'), password);
  }

  /** The visitor's session, and the header that begins one where there is none. */
  sessionOf({ cookie }: IncomingHttpHeaders): { readonly id: string; readonly setCookie?: string } {
    const known = (cookie ?? '').split(/; */).find((one) => one.startsWith(`${this.cookieName}=`));
    const value = known?.slice(this.cookieName.length + 1) ?? '';
    if (/^[\w-]{43}$/.test(value)) return { id: value };
    const id = randomBytes(32).toString('base64url');
    return { id, setCookie: `${this.cookieName}=${id}; Path=/; HttpOnly; SameSite=Strict` };
  }

  /** What forms of this session carry. */
  tokenOf(session: string): string {
    return createHmac('sha256', this.key).update(session).digest('base64url');
  }

  /** False for what comes from another site, and for forms that this agent has not given to this session. */
  mayPost(headers: IncomingHttpHeaders, session: string, token: string): boolean {
    const { origin, host } = headers;
    const site = headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin') return false;
    if (origin !== undefined && origin !== `http://${host}`) return false;
    return isSame(token, this.tokenOf(session));
  }
}

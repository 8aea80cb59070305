// Digest access authentication (RFC 7616) as PrusaLink and the Buddy firmware ask for it: MD5-sess and MD5.

import { createHash } from 'node:crypto';
import type { Credentials } from './machine-server.js';

interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque?: string | undefined;
  readonly isSession: boolean;
  readonly hasQop: boolean;
}

export interface Login {
  readonly user: string;
  readonly password: string;
  /** A new random word of ours for each of the server's. */
  readonly newCnonce: () => string;
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/** A challenge that we can answer, or undefined. */
export function readChallenge(header: string): Challenge | undefined {
  if (!/^digest\s/i.test(header)) return undefined;
  const values = new Map<string, string>();
  for (const [, key, quoted, bare] of header.slice(7).matchAll(/([\w-]+)\s*=\s*(?:"([^"\\]*)"|([^\s,"]+))/g))
    if (key !== undefined) values.set(key.toLowerCase(), quoted ?? bare ?? '');
  const [realm, nonce, qop] = [values.get('realm'), values.get('nonce'), values.get('qop')];
  const algorithm = (values.get('algorithm') ?? 'MD5').toUpperCase();
  const isKnown = algorithm === 'MD5' || algorithm === 'MD5-SESS';
  const hasQop = qop !== undefined;
  if (realm === undefined || nonce === undefined || !isKnown) return undefined;
  if (hasQop && !qop.split(',').some((one) => one.trim() === 'auth')) return undefined;
  return { realm, nonce, opaque: values.get('opaque'), isSession: algorithm === 'MD5-SESS', hasQop };
}

/** Answers the server's last challenge with every request, counting them as the standard wants. */
export class DigestCredentials implements Credentials {
  private challenge: Challenge | undefined;
  private cnonce = '';
  private count = 0;

  constructor(private readonly login: Login) {}

  /** False where this very challenge has been answered: then it is the password that is wrong. */
  learn(header: string, sent: Readonly<Record<string, string>>): boolean {
    const challenge = readChallenge(header);
    if (challenge === undefined) return false;
    if (sent['Authorization']?.includes(`nonce="${challenge.nonce}"`)) return false;
    if (challenge.nonce === this.challenge?.nonce) return true;
    this.challenge = challenge;
    this.cnonce = this.login.newCnonce();
    this.count = 0;
    return true;
  }

  headersFor(method: string, uri: string): Record<string, string> {
    const { challenge, cnonce } = this;
    if (challenge === undefined) return {};
    const { user, password } = this.login;
    const { realm, nonce, opaque, isSession, hasQop } = challenge;
    this.count += 1;
    const nc = this.count.toString(16).padStart(8, '0');
    const secret = md5(`${user}:${realm}:${password}`);
    const ha1 = isSession ? md5(`${secret}:${nonce}:${cnonce}`) : secret;
    const ha2 = md5(`${method}:${uri}`);
    const response = md5(hasQop ? `${ha1}:${nonce}:${nc}:${cnonce}:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`);
    const parts = [`username="${user}"`, `realm="${realm}"`, `nonce="${nonce}"`, `uri="${uri}"`];
    parts.push(`response="${response}"`, `algorithm=${isSession ? 'MD5-sess' : 'MD5'}`);
    if (hasQop) parts.push('qop=auth', `nc=${nc}`);
    if (hasQop || isSession) parts.push(`cnonce="${cnonce}"`);
    if (opaque !== undefined) parts.push(`opaque="${opaque}"`);
    return { Authorization: `Digest ${parts.join(', ')}` };
  }
}

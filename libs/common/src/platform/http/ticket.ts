// A ticket opens one file for one lab for a while: an HMAC over what it is good for.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha256 } from '#core/kernel/ids';
import type { AtMs } from '#core/kernel/time';

export const TICKETS = Symbol('TICKETS');

export class Tickets {
  constructor(private readonly key: Buffer) {}

  /** A ticket for a file until an instant of the issuer's clock. */
  issue(sha256: Sha256, labId: string, untilMs: AtMs): string {
    return `${labId}.${untilMs}.${this.sign(sha256, labId, untilMs)}`;
  }

  /** True when the ticket was issued for this file and has not run out. */
  opens(sha256: Sha256, ticket: string, nowMs: AtMs): boolean {
    const [labId = '', until = '', signature = '', ...rest] = ticket.split('.');
    const untilMs = Number(until);
    if (rest.length > 0 || !Number.isSafeInteger(untilMs) || untilMs < nowMs) return false;
    const expected = Buffer.from(this.sign(sha256, labId, untilMs));
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  private sign(sha256: Sha256, labId: string, untilMs: AtMs): string {
    return createHmac('sha256', this.key).update(`${sha256}|${labId}|${untilMs}`).digest('base64url');
  }
}

/** The key that gateway and scheduler share: made at the first start by whichever is first, never a default. */
export function sharedKey(secretsDir: string, name: string): Buffer {
  mkdirSync(secretsDir, { recursive: true, mode: 0o700 });
  const path = join(secretsDir, name);
  try {
    writeFileSync(path, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return Buffer.from(readFileSync(path, 'utf8'), 'base64');
}

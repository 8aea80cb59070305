// Passwords and tokens: how they are made, kept and compared.

import { hash, verify } from '@node-rs/argon2';
import { createHash, randomBytes } from 'node:crypto';

// OWASP Password Storage Cheat Sheet: argon2id (the library's default) with 19 MiB, 2 passes, 1 lane.
const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, ARGON2);

let hashOfNothing: Promise<string> | undefined;

/** True when the password is the right one; takes as long for an account that does not exist (`undefined`). */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  hashOfNothing ??= hashPassword(randomBytes(32).toString('base64'));
  const matches = await verify(passwordHash ?? (await hashOfNothing), password);
  return passwordHash !== undefined && matches;
}

/** 256 bits of chance, safe in cookies and headers. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** How a token is kept: its SHA-256, because 256 bits of chance cannot be guessed back. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

export const KEY_PREFIX = 'fab_';

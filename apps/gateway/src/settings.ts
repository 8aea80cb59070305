// What the gateway is told by its environment; see infra/README.md.

import { z } from 'zod';
import { readEnv } from '#platform/config/env';

const settingsSchema = z.object({
  DATABASE_URL: z.string(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(20),
  NATS_URL: z.string(),
  /** What agents are told to call; differs from NATS_URL where the gateway is on the inside of a network. */
  NATS_PUBLIC_URL: z.string().optional(),
  NATS_CREDS: z.string().optional(),
  NATS_LAB_SIGNING_SEED_FILE: z.string().optional(),
  NATS_ACCOUNT_PUBLIC_KEY: z.string().optional(),
  NATS_SYSTEM_CREDS: z.string().optional(),
  NATS_OPERATOR_SEED_FILE: z.string().optional(),
  BLOB_DIR: z.string(),
  SECRETS_DIR: z.string(),
  DATA_DIR: z.string(),
  WEB_DIR: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  PUBLIC_URL: z.url().default('http://localhost:8080'),
  /** Only where a reverse proxy in front sets X-Forwarded-For. */
  TRUST_PROXY: z.enum(['on', 'off']).default('off'),
  /** `off` for tests and benchmarks only. */
  RATE_LIMIT: z.enum(['on', 'off']).default('on'),
  /** Answers are checked against the contract before they leave; for tests. */
  CHECK_ANSWERS: z.enum(['on', 'off']).default('off'),
  /** What one account may owe on invoices before payment is refused, minor units. */
  CREDIT_LIMIT_MINOR: z.coerce.number().int().min(0).default(100_000),
});

export type Settings = z.infer<typeof settingsSchema>;
export const SETTINGS = Symbol('SETTINGS');

/** Reads the settings; throws one readable list of all that is missing or wrong. */
export const readSettings = (env: NodeJS.ProcessEnv = process.env): Settings => readEnv(settingsSchema, env);

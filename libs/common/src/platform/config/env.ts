// Settings come from the environment, are checked once at start, and are said to be wrong in one readable list.

import { readFileSync } from 'node:fs';
import type { z } from 'zod';

/**
 * Reads settings by a schema; `X_FILE` names a file that holds `X` (for secrets). Throws an error that lists every
 * missing or wrong variable.
 */
export function readEnv<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || value === '') continue;
    if (name.endsWith('_FILE') && env[name.slice(0, -5)] === undefined && !KEEPS_PATH.has(name)) {
      values[name.slice(0, -5)] = readFileSync(value, 'utf8').trim();
    }
    values[name] = value;
  }
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`These settings are missing or wrong:\n${lines.join('\n')}`);
}

// Variables that are a path themselves, whose content is read where it is used.
const KEEPS_PATH = new Set(['NATS_LAB_SIGNING_SEED_FILE', 'NATS_OPERATOR_SEED_FILE']);

// Which network, and as whom: flags first, then the environment, then the file that `npm start` leaves in the data folder.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Connection } from '#contracts/http/call-route';

const savedSchema = z.object({ url: z.url(), key: z.string(), stewardKey: z.string().optional() });

/** Written (0600) by `npm start`: keys of this machine's own demo account and steward. */
export const SESSION_FILE = join('.fabcommons', 'cli.json');

/** The connection for a command; `--url` and `--key`, FABCOMMONS_URL and FABCOMMONS_KEY, or the saved ones. What only a steward may do takes the steward's. */
export function connectionFrom(
  flags: { url?: string | undefined; key?: string | undefined },
  as: 'member' | 'steward' = 'member',
): Connection {
  const saved = findSaved(process.cwd());
  const url = flags.url ?? process.env['FABCOMMONS_URL'] ?? saved?.url ?? 'http://localhost:4800';
  const key = flags.key ?? process.env['FABCOMMONS_KEY'] ?? (saved?.url === url ? savedKey(saved, as) : undefined);
  return { baseUrl: url.replace(/\/+$/, ''), headers: key === undefined ? {} : { authorization: `Bearer ${key}` } };
}

const savedKey = (saved: z.infer<typeof savedSchema>, as: 'member' | 'steward'): string =>
  as === 'steward' ? (saved.stewardKey ?? saved.key) : saved.key;

function findSaved(folder: string): z.infer<typeof savedSchema> | undefined {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(join(folder, SESSION_FILE), 'utf8')));
  } catch {
    // None here (or not ours): look further up, as Git does.
    return dirname(folder) === folder ? undefined : findSaved(dirname(folder));
  }
}

// OctoPrint's way of giving a program a key of its own: a person presses "allow" in its pages.

import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { SECOND_MS } from '#core/kernel/time';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Clock } from '#platform/clock/clock';
import { bodyOf, keyCredentials, MachineServer, secretSchema } from '../../served/machine-server.js';

export interface AppKeyRequest {
  readonly url: string;
  /** Whose key it shall be; OctoPrint asks whoever is logged in where nobody is named. */
  readonly user?: string | undefined;
  readonly clock: Clock;
  readonly everyMs?: number;
  readonly withinMs?: number;
  /** Is told that a person is being asked now. */
  readonly onAsked: () => void;
}

const APP = 'Fabcommons agent';
const askedSchema = z.object({ app_token: z.string().regex(/^[\w-]{1,200}$/) });
const grantedSchema = z.object({ api_key: secretSchema });

/** The key that a person grants. Throws `NoAnswer` when OctoPrint is away. */
export async function askAppKey(request: AppKeyRequest): Promise<Result<string>> {
  const { url, user, clock, onAsked, everyMs = SECOND_MS, withinMs = 5 * 60 * SECOND_MS } = request;
  const server = new MachineServer({
    make: 'OctoPrint',
    url,
    credentials: keyCredentials(undefined),
    refusesKey: () => false,
  });
  const probe = await server.ask('plugin/appkeys/probe');
  if (probe.status !== 204)
    return refuse('octoprint/no-appkeys', `${server.name} does not hand out keys this way.`, {
      remedy: 'Make an application key in OctoPrint’s settings and give it with --api-key.',
    });
  const json = { app: APP, ...(user === undefined ? {} : { user }) };
  const asked = await server.ask('plugin/appkeys/request', { method: 'POST', json });
  const { app_token: token } = bodyOf(askedSchema, asked, 'the request for a key');
  onAsked();
  for (const end = clock.now() + withinMs; clock.now() < end; await delay(everyMs)) {
    const answer = await server.ask(`plugin/appkeys/request/${token}`);
    if (answer.status === 200) return ok(bodyOf(grantedSchema, answer, 'the key').api_key);
    if (answer.status !== 202) return refuse('octoprint/key-denied', 'The request for a key was denied in OctoPrint.');
  }
  return refuse('octoprint/key-unanswered', 'Nobody answered the request for a key in OctoPrint.');
}

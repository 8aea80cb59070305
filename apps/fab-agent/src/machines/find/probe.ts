// Which machine server answers at an address: told from what each says to a stranger. No key is ever sent.

import { z } from 'zod';
import { keyCredentials, MachineServer, NoAnswer, serverUrlSchema, type Answer } from '../served/machine-server.js';

export const SERVER_KINDS = ['octoprint', 'moonraker', 'prusalink'] as const;
export type ServerKind = (typeof SERVER_KINDS)[number];

export interface Probed {
  readonly kind: ServerKind;
  readonly url: string;
  readonly version?: string | undefined;
  /** It answers strangers; false: a key, or a user and a password, are needed to talk with it. */
  readonly isOpen: boolean;
}

const infoSchema = z.object({ result: z.object({ moonraker_version: z.string().max(100) }) });
const versionSchema = z.object({ text: z.string().max(200), server: z.string().max(100).optional() });

/** The server at an address, or undefined; Moonraker is asked first, for it can speak like OctoPrint. */
export async function probe(url: string): Promise<Probed | undefined> {
  if (!serverUrlSchema.safeParse(url).success) return undefined;
  const credentials = keyCredentials(undefined);
  const server = new MachineServer({ make: 'a server', url, credentials, refusesKey: () => false });
  const ask = (path: string): Promise<Answer | undefined> =>
    server.ask(path).catch((error: unknown) => {
      if (error instanceof NoAnswer) return undefined;
      throw error;
    });
  const info = await ask('server/info');
  if (info === undefined) return undefined;
  const version = await ask('api/version');
  const appKeys = await ask('plugin/appkeys/probe');
  return nameServer({ info, version, appKeys }, url);
}

export interface ProbeAnswers {
  readonly info: Answer;
  readonly version: Answer | undefined;
  readonly appKeys: Answer | undefined;
}

/** What the answers to `/server/info`, `/api/version` and OctoPrint's key plugin make of a server. */
export function nameServer({ info, version, appKeys }: ProbeAnswers, url: string): Probed | undefined {
  const moonraker = infoSchema.safeParse(info.body).data?.result.moonraker_version;
  if (moonraker !== undefined) return { kind: 'moonraker', url, version: moonraker, isOpen: true };
  const says = versionSchema.safeParse(version?.body).data;
  if (says?.text.startsWith('OctoPrint (Moonraker')) return { kind: 'moonraker', url, isOpen: true };
  const kind =
    says && (says.text.startsWith('PrusaLink') ? 'prusalink' : says.text.startsWith('OctoPrint') && 'octoprint');
  if (kind) return { kind, url, version: says.server, isOpen: true };
  if (version?.status === 401 && /realm="(Administrator|Printer API)"/.test(version.challenge ?? ''))
    return { kind: 'prusalink', url, isOpen: false };
  if (version?.status === 403 && appKeys?.status === 204) return { kind: 'octoprint', url, isOpen: false };
  if (info.status === 401 && z.object({ error: z.object({ code: z.literal(401) }) }).safeParse(info.body).success)
    return { kind: 'moonraker', url, isOpen: false };
  return undefined;
}

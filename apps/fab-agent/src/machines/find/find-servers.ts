// Machine servers on the lab's network, found by what they announce (mDNS) and then asked who they are.

import { setTimeout as delay } from 'node:timers/promises';
import { Bonjour, type Service } from 'bonjour-service';
import { SECOND_MS } from '#core/kernel/time';
import { probe, type Probed, SERVER_KINDS } from './probe.js';

export interface Found extends Probed {
  /** The name under which it announces itself. */
  readonly name: string;
}

/** What a server announces of itself. */
export type Announced = Pick<Service, 'name' | 'type' | 'port' | 'host'> & {
  readonly addresses?: readonly string[] | undefined;
  readonly txt?: unknown;
};

/** Under their own names, and PrusaLink also as a plain web server. */
const TYPES = [...SERVER_KINDS, 'http'] as const;
const LISTEN_MS = 4 * SECOND_MS;
const MOST_FOUND = 200;

/** All that announce themselves within the time and turn out to be machine servers, each once, by name. */
export async function findServers(listenMs = LISTEN_MS): Promise<Found[]> {
  const urls = new Map<string, string>();
  // Networks without multicast throw from within: then nothing is found, and addresses are given by hand.
  const bonjour = new Bonjour({}, () => {});
  for (const type of TYPES) {
    bonjour.find({ type }, (service) => {
      const url = addressOf(service);
      if (url !== undefined && urls.size < MOST_FOUND && !urls.has(url)) urls.set(url, service.name.slice(0, 100));
    });
  }
  await delay(listenMs);
  bonjour.destroy();
  const found = await Promise.all(
    [...urls].map(async ([url, name]): Promise<Found | undefined> => {
      const probed = await probe(url);
      return probed && { ...probed, name };
    }),
  );
  return found
    .filter((one): one is Found => one !== undefined)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en') || a.url.localeCompare(b.url, 'en'));
}

/** The address that an announcement gives, by number where it can: names in `.local` are not understood everywhere. */
export function addressOf({ addresses, host, port, txt }: Announced): string | undefined {
  const ip = addresses?.find((one) => /^\d{1,3}(\.\d{1,3}){3}$/.test(one));
  const at = ip ?? (/^[\w.-]{1,253}$/.test(host) ? host.replace(/\.$/, '') : undefined);
  if (at === undefined || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  const path = pathOf(txt);
  return `http://${at}${port === 80 ? '' : `:${port}`}${path}`;
}

/** Where below the address it lives, as OctoPrint announces it. */
function pathOf(txt: unknown): string {
  const path = typeof txt === 'object' && txt !== null && 'path' in txt ? txt.path : undefined;
  return typeof path === 'string' && /^\/[\w./-]{0,100}$/.test(path) && !path.includes('..') ? path : '/';
}

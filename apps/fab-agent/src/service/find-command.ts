// fabcommons-agent find: machine servers on the lab's network, with the line that connects each.

import type { Command } from 'commander';
import { SECOND_MS } from '#core/kernel/time';
import { findServers } from '../machines/find/find-servers.js';
import { probe, type Probed } from '../machines/find/probe.js';
import { address, positive } from './driver-options.js';
import type { Terminal } from './terminal.js';

type Seen = Probed & { readonly name?: string };

const NAMES: Readonly<Record<Probed['kind'], string>> = {
  octoprint: 'OctoPrint',
  moonraker: 'Moonraker (Klipper)',
  prusalink: 'PrusaLink',
};

/** Adds `find`. */
export function addFindCommand(program: Command, { say, fail }: Terminal): void {
  program
    .command('find')
    .description('look for OctoPrint, Moonraker and PrusaLink on this network, and at addresses that are given')
    .argument('[address...]', 'addresses to ask, e.g. http://10.0.0.7')
    .option('--seconds <n>', 'how long to listen for what announces itself (mDNS)', positive, 4)
    .option('--json', 'as JSON', false)
    .action(async (addresses: string[], { seconds, json }: { seconds: number; json: boolean }) => {
      const urls = addresses.map((one) => address(one.includes('://') ? one : `http://${one}`));
      const [announced, asked] = await Promise.all([findServers(seconds * SECOND_MS), Promise.all(urls.map(probe))]);
      const silent = urls.filter((_, index) => asked[index] === undefined);
      const byAddress = asked.filter((one) => one !== undefined);
      const known = new Set(byAddress.map(({ url }) => url));
      const found: Seen[] = [...byAddress, ...announced.filter(({ url }) => !known.has(url))];
      if (json) say(JSON.stringify({ found, silent }, null, 2));
      else {
        for (const one of found) say(linesOf(one).join('\n'));
        for (const url of silent) say(`${url}: none of the three answers here.`);
        if (found.length === 0) say('Nothing announces itself. Try an address: fabcommons-agent find http://…');
      }
      if (silent.length > 0) fail(`${silent.length} of the addresses answered as no machine server that is known.`);
    });
}

function linesOf({ kind, url, version, isOpen, name }: Seen): string[] {
  const key = isOpen ? '' : needsOf(kind);
  const title = name === undefined ? '' : ` “${name}”`;
  return [
    `${NAMES[kind]}${title} ${version ?? ''}`.trimEnd() + ` at ${url}${isOpen ? '' : ' (asks for a key)'}`,
    `  fabcommons-agent machine connect MACHINE --machine-url ${url}${key}`,
    `  in lab.json: "driver": ${JSON.stringify({ kind, url, ...(isOpen ? {} : { apiKey: '…' }) })}`,
  ];
}

/** OctoPrint is asked for a key when none is given. */
const needsOf = (kind: Probed['kind']): string => (kind === 'octoprint' ? '' : ' --api-key KEY');

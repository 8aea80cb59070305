// Which server is at an address: by what was recorded, by the pretended servers, by mDNS where there is multicast.

import { Bonjour } from 'bonjour-service';
import { expect, test } from 'vitest';
import { findServers } from '../../../apps/fab-agent/src/machines/find/find-servers.js';
import { nameServer, probe } from '../../../apps/fab-agent/src/machines/find/probe.js';
import { recorded } from '../../support/machine-recordings.js';
import { PretendMoonraker } from '../../support/machine-server-moonraker.js';
import { PretendOctoPrint } from '../../support/machine-server-octoprint.js';
import { PretendPrusaLink } from '../../support/machine-server-prusalink.js';

const NOT_FOUND = { status: 404, body: undefined };
const url = 'http://10.0.0.7/';

test('servers are known by what they say to those who have no key', () => {
  const info = recorded('moonraker-connect-idle', 'server info');
  const compatible = recorded('moonraker-connect-idle', 'octoprint compat version');
  expect(nameServer({ info, version: compatible, appKeys: NOT_FOUND }, url)).toMatchObject({ kind: 'moonraker' });
  expect(nameServer({ info: NOT_FOUND, version: compatible, appKeys: NOT_FOUND }, url)?.kind).toBe('moonraker');
  const octoprint = {
    version: recorded('octoprint-auth', 'no key'),
    appKeys: recorded('octoprint-auth', 'appkeys probe'),
  };
  expect(nameServer({ info: NOT_FOUND, ...octoprint }, url)).toMatchObject({ kind: 'octoprint', isOpen: false });
  const version = recorded('prusalink-connect-idle', 'no auth (digest challenge)');
  expect(nameServer({ info: version, version, appKeys: version }, url)).toMatchObject({
    kind: 'prusalink',
    isOpen: false,
  });
});

test('what is none of them is none of them', () => {
  for (const answer of [NOT_FOUND, { status: 200, body: '<html>' }, { status: 403, body: 'no' }])
    expect(nameServer({ info: answer, version: answer, appKeys: answer }, url)).toBeUndefined();
});

test.each([
  [new PretendOctoPrint(), 'octoprint'],
  [new PretendMoonraker(), 'moonraker'],
  [new PretendPrusaLink(), 'prusalink'],
])('an address is asked', async (server, kind) => {
  await server.open();
  expect(await probe(server.url)).toMatchObject({ kind, isOpen: false, url: server.url });
  await server.close();
  expect(await probe(server.url)).toBeUndefined();
});

test('an address that is none is not asked', async () => {
  expect(await probe('file:///etc/passwd')).toBeUndefined();
  expect(await probe('http://user:secret@10.0.0.7/')).toBeUndefined();
});

test('a server that announces itself is found', async ({ skip }) => {
  const server = await new PretendOctoPrint().open('0.0.0.0');
  let isHeard = false;
  const announcer = new Bonjour({}, () => {});
  announcer.find({ type: 'octoprint' }, () => (isHeard = true));
  announcer.publish({ name: 'Bench', type: 'octoprint', port: Number(new URL(server.url).port) });
  const found = await findServers(1_500);
  announcer.destroy();
  await server.close();
  skip(!isHeard, 'this computer has no multicast');
  expect(found).toContainEqual(expect.objectContaining({ kind: 'octoprint', name: 'Bench' }));
});

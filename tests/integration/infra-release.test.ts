// What is downloaded is thrown away unless its checksum is right; and a Node that is too old is told so.

import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { releaseFor, RELEASE_VERSION, serverIn } from '../../infra/nats/release.js';

const entry = (name: string, content: string): Buffer => {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(Buffer.byteLength(content).toString(8).padStart(11, '0'), 124);
  return Buffer.concat([header, Buffer.from(content.padEnd(Math.ceil(content.length / 512) * 512, '\0'))]);
};
const archive = gzipSync(
  Buffer.concat([
    entry('nats-server-v1-x/LICENSE', 'words'),
    entry('nats-server-v1-x/nats-server', 'a server'),
    Buffer.alloc(1024),
  ]),
);
const checksum = createHash('sha256').update(archive).digest('hex');

test('the server is taken out of an archive with the right checksum', () => {
  expect(serverIn(archive, checksum).toString()).toBe('a server');
});

test('an archive with another checksum is thrown away', () => {
  expect(() =>
    serverIn(
      archive,
      checksum.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
    ),
  ).toThrow(/it was thrown away/);
});

test.each([
  ['linux', 'x64', 'linux-amd64'],
  ['linux', 'arm64', 'linux-arm64'],
  ['darwin', 'x64', 'darwin-amd64'],
  ['darwin', 'arm64', 'darwin-arm64'],
])('there is a pinned release for %s on %s', (platform, arch, name) => {
  const release = releaseFor(platform, arch);
  expect(release?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(release?.url).toContain(`/v${RELEASE_VERSION}/nats-server-v${RELEASE_VERSION}-${name}.tar.gz`);
});

test('other platforms are said to have none', () => {
  expect(releaseFor('sunos', 'x64')).toBeUndefined();
});

test.each([
  ['20.19.0', false],
  ['22.13.1', false],
  ['24.11.0', false],
  ['26.0.0', false],
  ['18.20.0', true],
  ['20.18.9', true],
  ['21.7.0', true],
  ['23.11.0', true],
])('Node %s is complained about: %s', async (version, complains) => {
  const file = '../../infra/prepare/node-version.mjs';
  const { complaintAboutNode } = (await import(file)) as {
    complaintAboutNode: (version: string) => string | undefined;
  };
  expect(complaintAboutNode(version) !== undefined).toBe(complains);
});

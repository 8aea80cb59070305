// The official nats-server release, pinned by version and by the SHA-256 of each platform's archive.

import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';

export const RELEASE_VERSION = '2.12.8';

/** From the release's own SHA256SUMS. */
const SHA256 = {
  'linux-amd64': '6abc397684567e133649688a13564ad6de786d64e88253fbb4f6a3aa8c2fca63',
  'linux-arm64': '7d20e93c23924cdd5cb6ec51c92f9478c97f9c8a0dbe049dd7ab88af115d622c',
  'darwin-amd64': '8880e133f45c6974468d351425db9a73ffe3b569850cad2bfbaa349d80939a7f',
  'darwin-arm64': '4556a7f617eb532587790344629a6a95261099b236524b764d1f10d6c14aba1a',
} as const;

export interface Release {
  readonly platform: keyof typeof SHA256;
  readonly url: string;
  readonly sha256: string;
}

/** The release for a platform and processor as Node names them. */
export function releaseFor(platform: string, arch: string): Release | undefined {
  const name = `${platform}-${arch === 'x64' ? 'amd64' : arch}`;
  if (!(name in SHA256)) return undefined;
  const known = name as keyof typeof SHA256;
  const archive = `nats-server-v${RELEASE_VERSION}-${known}.tar.gz`;
  return {
    platform: known,
    url: `https://github.com/nats-io/nats-server/releases/download/v${RELEASE_VERSION}/${archive}`,
    sha256: SHA256[known],
  };
}

/** Downloads, checks and unpacks the server to `target`; nothing is written unless the checksum is right. */
export async function downloadRelease(release: Release, target: string): Promise<string> {
  const response = await fetch(release.url, { signal: AbortSignal.timeout(120_000) });
  if (!response.ok) throw new Error(`${release.url} answered ${response.status}`);
  const server = serverIn(Buffer.from(await response.arrayBuffer()), release.sha256);
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = `${target}.${process.pid}`;
  writeFileSync(unfinished, server);
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, target);
  return target;
}

/** The file `nats-server` of a release archive whose SHA-256 is as expected. */
export function serverIn(archive: Buffer, sha256: string): Buffer {
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== sha256) throw new Error(`the archive's SHA-256 is ${actual}, expected ${sha256}; it was thrown away`);
  const tar = gunzipSync(archive, { maxOutputLength: 200 * 1024 * 1024 });
  // ustar: 512-byte headers with the name at 0 and the size in octal at 124, then the content in 512-byte blocks.
  for (let offset = 0; offset + 512 <= tar.length;) {
    const name = textAt(tar, offset, 100);
    const size = Number.parseInt(textAt(tar, offset + 124, 12), 8) || 0;
    const content = offset + 512;
    if (name.endsWith('/nats-server') && size > 0) return tar.subarray(content, content + size);
    offset = content + Math.ceil(size / 512) * 512;
  }
  throw new Error('the archive holds no nats-server');
}

const textAt = (tar: Buffer, start: number, length: number): string =>
  tar
    .toString('utf8', start, start + length)
    .split('\0')[0]
    ?.trim() ?? '';

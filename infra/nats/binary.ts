// A nats-server to run: from PATH, else from Debian's package, else the official release; found once, then kept.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canInstallPackages, firstLineOf, installPackage, onPath } from '../system/debian-packages.js';
import { downloadRelease, RELEASE_VERSION, releaseFor } from './release.js';

/** The path of a nats-server, installing one when there is none. `toolsDir` keeps what is downloaded. */
export async function ensureNatsServer(
  toolsDir: string,
  say: (line: string) => void = () => undefined,
): Promise<string> {
  const found = onPath('nats-server');
  if (found !== undefined) return found;
  const kept = join(toolsDir, `nats-server-${RELEASE_VERSION}`);
  if (existsSync(kept)) return kept;
  const problems: string[] = [];
  if (canInstallPackages()) {
    say('Installing nats-server from its Debian package');
    try {
      await installPackage('nats-server');
      const installed = onPath('nats-server');
      if (installed !== undefined) return installed;
      problems.push('apt-get installed it, but it is not on PATH');
    } catch (error) {
      problems.push(`apt-get: ${firstLineOf(error)}`);
    }
  }
  const release = releaseFor(process.platform, process.arch);
  if (release === undefined) problems.push(`there is no pinned release for ${process.platform}-${process.arch}`);
  else {
    say(`Downloading nats-server ${RELEASE_VERSION} for ${release.platform}`);
    try {
      return await downloadRelease(release, kept);
    } catch (error) {
      problems.push(`download: ${firstLineOf(error)}`);
    }
  }
  throw new Error(`${INSTALL_HINT} What was tried: ${problems.join('; ')}.`);
}

const INSTALL_HINT =
  'A NATS server is needed and could not be had. Install it ("brew install nats-server", "apt-get install nats-server", or https://nats.io/download) so that nats-server is on PATH, or point NATS_URL at a server that runs already.';

/** The version that a nats-server says it is, such as 2.12.8. */
export function natsServerVersion(binary: string): string {
  return /v?(\d+\.\d+\.\d+)/.exec(execFileSync(binary, ['-v'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
}

// A nats-server to run: from PATH, else from Debian's package, else the official release; found once, then kept.

import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { downloadRelease, RELEASE_VERSION, releaseFor } from './release.js';

const run = promisify(execFile);

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
  if (isRootOnDebian()) {
    say('Installing nats-server from its Debian package');
    try {
      await installPackage('nats-server');
      const installed = onPath('nats-server');
      if (installed !== undefined) return installed;
      problems.push('apt-get installed it, but it is not on PATH');
    } catch (error) {
      problems.push(`apt-get: ${firstLine(error)}`);
    }
  }
  const release = releaseFor(process.platform, process.arch);
  if (release === undefined) problems.push(`there is no pinned release for ${process.platform}-${process.arch}`);
  else {
    say(`Downloading nats-server ${RELEASE_VERSION} for ${release.platform}`);
    try {
      return await downloadRelease(release, kept);
    } catch (error) {
      problems.push(`download: ${firstLine(error)}`);
    }
  }
  throw new Error(`${INSTALL_HINT} What was tried: ${problems.join('; ')}.`);
}

const INSTALL_HINT =
  'A NATS server is needed and could not be had. Install it ("brew install nats-server", "apt-get install nats-server", or https://nats.io/download) so that nats-server is on PATH, or point NATS_URL at a server that runs already.';

/** The full path of a program on PATH. */
export function onPath(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/bin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function isRootOnDebian(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && onPath('apt-get') !== undefined;
}

async function installPackage(name: string): Promise<void> {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300_000, maxBuffer: 1 << 26 };
  const install = (): Promise<unknown> =>
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
  try {
    await install();
  } catch {
    // A fresh machine has no package lists, or lists that name versions which are gone.
    await run('apt-get', ['update', '-qq'], options);
    await install();
  }
}

const firstLine = (error: unknown): string => {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return (stderr?.trim() || message || String(error)).split('\n')[0] ?? '';
};

/** The version that a nats-server says it is, such as 2.12.8. */
export function natsServerVersion(binary: string): string {
  return /v?(\d+\.\d+\.\d+)/.exec(execFileSync(binary, ['-v'], { encoding: 'utf8' }))?.[1] ?? 'unknown';
}

// Processes that an earlier run left behind: told by their pid and by what they run, never by name alone.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The command line of a process, empty when it is gone (or a zombie: that holds no file and no port). */
export function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    // Both ways fail for one reason only: there is no such process.
    return '';
  }
}

/** What a pid file holds: the process, a piece of its command line, and the signal that ends it in good order. */
interface Leftover {
  readonly pid: number;
  readonly mark: string;
  readonly signal: NodeJS.Signals;
}

/** Notes a started process, so that a later run can end it when this one was killed. */
export function writePidFile(file: string, leftover: Leftover): void {
  writeFileSync(file, JSON.stringify(leftover), { mode: 0o600 });
}

/** Ends the process of a pid file when it still runs what was noted, and removes the file. True when one was ended. */
export async function endLeftover(pidFile: string): Promise<boolean> {
  const leftover = readPidFile(pidFile);
  rmSync(pidFile, { force: true });
  if (leftover === undefined || !commandLineOf(leftover.pid).includes(leftover.mark)) return false;
  const { pid, signal } = leftover;
  process.kill(pid, signal);
  if (!(await goneWithin(pid, 5_000))) {
    process.kill(pid, 'SIGKILL');
    await goneWithin(pid, 5_000);
  }
  return true;
}

/** Ends everything that an earlier run has left in a folder of pid files; answers how many there were. */
export async function endLeftovers(runDir: string): Promise<number> {
  const files = existsSync(runDir) ? readdirSync(runDir).filter((name) => name.endsWith('.pid')) : [];
  const ended = await Promise.all(files.map((name) => endLeftover(join(runDir, name))));
  return ended.filter(Boolean).length;
}

async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (isAlive(pid) && commandLineOf(pid) !== '') {
    if (Date.now() > end) return false;
    await delay(25);
  }
  return true;
}

function readPidFile(file: string): Leftover | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const { pid, mark, signal } = JSON.parse(readFileSync(file, 'utf8')) as Leftover;
    return Number.isInteger(pid) && pid > 1 && typeof mark === 'string' && mark !== ''
      ? { pid, mark, signal }
      : undefined;
  } catch (error) {
    // A file cut short by a crash tells nothing.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// Processes that an earlier run left behind: told by their pid and by what they run, never by name alone.

import { execFileSync } from 'node:child_process';
import { rmSync, readFileSync } from 'node:fs';
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

/** Ends the process of a pid file when its command line names `mark`, and removes the file. True when one was ended. */
export async function endLeftover(pidFile: string, mark: string, signal: NodeJS.Signals): Promise<boolean> {
  const pid = readPid(pidFile);
  rmSync(pidFile, { force: true });
  if (pid === undefined || !isAlive(pid) || !commandLineOf(pid).includes(mark)) return false;
  process.kill(pid, signal);
  if (!(await goneWithin(pid, 5_000))) {
    process.kill(pid, 'SIGKILL');
    await goneWithin(pid, 5_000);
  }
  return true;
}

async function goneWithin(pid: number, limitMs: number): Promise<boolean> {
  const end = Date.now() + limitMs;
  while (isAlive(pid) && commandLineOf(pid) !== '') {
    if (Date.now() > end) return false;
    await delay(25);
  }
  return true;
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 1 ? pid : undefined;
  } catch {
    // No file: nothing was left behind.
    return undefined;
  }
}

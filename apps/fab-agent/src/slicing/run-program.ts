// A program that is not ours, kept on a short lead: own group, low priority, bounded time, memory and words.

import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

export interface ProgramRun {
  readonly command: string;
  readonly args: readonly string[];
  /** Its working folder and its home. */
  readonly folder: string;
  /** Beside what every program gets. */
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

export interface ProgramEnd {
  /** `missing`: there is no such program. */
  readonly how: 'ended' | 'killed' | 'timeout' | 'missing';
  readonly code: number | null;
  /** The end of what it said. */
  readonly words: string;
}

const MOST_WORDS = 4_000;
const KIB_PER_MB = 1024;
/** The shell's word for a program that is not there. */
const NOT_FOUND = 127;
// Where the shell cannot bound memory, the program runs without that bound.
const BOUNDED = 'ulimit -v "$0" 2>/dev/null; exec "$@"';

/** Runs to the end, to the time-out, or to the signal; never throws for what the program does. */
export function runProgram(run: ProgramRun, signal: AbortSignal): Promise<ProgramEnd> {
  const { command, args, env = {}, folder, timeoutSeconds, memoryMb } = run;
  const shell = ['-c', BOUNDED, String(memoryMb * KIB_PER_MB), command, ...args];
  return new Promise((resolve) => {
    const child = spawn('/bin/sh', shell, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, LC_ALL: 'C', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let words = '';
    let how: ProgramEnd['how'] = 'ended';
    const hear = (chunk: Buffer): void => void (words = (words + chunk.toString()).slice(-MOST_WORDS));
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const kill = (why: ProgramEnd['how']): void => {
      how = why;
      killGroup(child.pid);
    };
    const stop = (): void => kill('killed');
    const timer = setTimeout(() => kill('timeout'), timeoutSeconds * 1000);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    lowerPriority(child.pid);
    const over = (code: number | null, reason = words): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      resolve({ how: how === 'ended' && code === NOT_FOUND ? 'missing' : how, code, words: reason });
    };
    child.once('error', (error) => over(null, String(error)));
    child.once('close', (code) => over(code));
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** A slicer takes what printers and their cameras leave. */
function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

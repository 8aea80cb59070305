// One program under care: started, waited for until it is ready, started again when it falls, ended in good order.

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { endLeftover, writePidFile } from '../system/processes.js';
import { waitUntil } from '../system/wait-until.js';

/** How a program is run. `mark` is a piece of its command line that tells it from all others. */
export interface ProcessPlan {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly mark: string;
  readonly logFile: string;
  readonly pidFile: string;
  readonly stopSignal: NodeJS.Signals;
  /** True when it does its work; undefined: running is enough. */
  readonly isReady?: () => Promise<boolean>;
  readonly readyWithinMs?: number;
  /** Start it again by itself when it falls. */
  readonly keepAlive: boolean;
  /** Told in a line for a person when it falls and is started again. */
  readonly onFall?: ((line: string) => void) | undefined;
}

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 10_000;
const STEADY_MS = 60_000;

export class ManagedProcess {
  #child: ChildProcess | undefined;
  #wanted = false;
  #falls = 0;
  #startedAtMs = 0;
  #again: NodeJS.Timeout | undefined;

  constructor(readonly plan: ProcessPlan) {}

  get name(): string {
    return this.plan.name;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Starts it and waits until it is ready; throws with the place of its log when it ends before. */
  async start(): Promise<void> {
    if (this.#child !== undefined) return;
    await endLeftover(this.plan.pidFile);
    this.#wanted = true;
    this.#spawn();
    await this.ready();
  }

  /** Waits until it is ready. */
  async ready(): Promise<void> {
    const { name, isReady, readyWithinMs = 60_000, logFile, keepAlive } = this.plan;
    if (isReady === undefined) return;
    await waitUntil(isReady, {
      what: `${name} (its log: ${logFile})`,
      withinMs: readyWithinMs,
      giveUp: () => {
        if (this.running) return undefined;
        // A program that is kept alive has three tries: a port or a peer may be late.
        return keepAlive && this.#wanted && this.#falls < 3 ? undefined : 'it ended before it was ready.';
      },
    });
  }

  /** SIGKILL, as a power cut would; it stays down until `restart`. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL', 5_000);
  }

  /** Ends it in good order, with SIGKILL after `graceMs`. */
  async stop(graceMs = 8_000): Promise<void> {
    await this.#end(this.plan.stopSignal, graceMs);
  }

  /** Starts it again, ending it first when it runs. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  #spawn(): void {
    const { command, env, cwd, user, logFile, pidFile, mark, stopSignal } = this.plan;
    mkdirSync(dirname(logFile), { recursive: true });
    mkdirSync(dirname(pidFile), { recursive: true });
    const log = openSync(logFile, 'a', 0o600);
    const [program, ...args] = command;
    // Its own process group: Ctrl-C reaches the supervisor alone, which then ends everything in order.
    const child = spawn(program, args, { cwd, env: { ...env }, stdio: ['ignore', log, log], detached: true, ...user });
    closeSync(log);
    this.#child = child;
    this.#startedAtMs = Date.now();
    if (child.pid !== undefined) writePidFile(pidFile, { pid: child.pid, mark, signal: stopSignal });
    child.once('error', () => this.#gone(child));
    child.once('exit', () => this.#gone(child));
  }

  #gone(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    rmSync(this.plan.pidFile, { force: true });
    if (!this.#wanted || !this.plan.keepAlive) return;
    this.#falls = Date.now() - this.#startedAtMs > STEADY_MS ? 1 : this.#falls + 1;
    const waitMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (this.#falls - 1));
    this.plan.onFall?.(
      `${this.name} ended by itself; it is started again in ${waitMs / 1000} s (${this.plan.logFile})`,
    );
    this.#again = setTimeout(() => {
      if (this.#wanted && this.#child === undefined) this.#spawn();
    }, waitMs);
  }

  async #end(signal: NodeJS.Signals, graceMs: number): Promise<void> {
    this.#wanted = false;
    this.#falls = 0;
    clearTimeout(this.#again);
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    child.kill(signal);
    const force = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(force);
  }
}

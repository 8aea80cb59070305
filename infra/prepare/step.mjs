// One line on the screen for each step of the set-up, with the time it took; its output only when it fails.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** A step that failed; `output` is what it had said. */
export class StepFailed extends Error {
  /** @param {string} message @param {string} output */
  constructor(message, output) {
    super(message);
    this.output = output;
  }
}

/** @param {number} sinceMs */
export const secondsSince = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * Does a piece of work and says what and how long.
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const start = Date.now();
  const result = await work();
  console.log(`  ${what.padEnd(46, ' ')} ${secondsSince(start)}`);
  return result;
}

/**
 * Runs a command in the repository, quietly; answers its output and exit code.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, show?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { env = process.env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: REPOSITORY, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        if (show) process.stdout.write(text);
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/**
 * Runs a command that must succeed.
 * @param {string} what named in the failure
 * @param {string} command
 * @param {readonly string[]} args
 */
export async function mustRun(what, command, args) {
  const { code, output } = await run(command, args);
  if (code !== 0) throw new StepFailed(`${what} failed (${command} ${args.join(' ')}).`, output);
}

/**
 * npm as a command: the one that started us where there is one.
 * @returns {[string, string[]]}
 */
export function npm() {
  const path = process.env['npm_execpath'];
  return path !== undefined && /npm-cli\.c?js$/.test(path) ? [process.execPath, [path]] : ['npm', []];
}

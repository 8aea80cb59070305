// The stages of npm test, in order: what each runs and how its tests are counted.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { npm, REPOSITORY, run } from '../prepare/step.mjs';
import { findChromium } from './chromium.mjs';
import { runVitest } from './vitest-run.mjs';

/**
 * @typedef {{ passed: number, failed: number, skipped: number, output: string, note?: string }} Outcome
 * @typedef {{ name: string, run: (show: boolean) => Promise<Outcome> }} Stage
 */

/**
 * A check counts as one test.
 * @param {string} name of the script check:NAME in package.json
 * @param {string} [needs] a file without which there is nothing to check yet
 * @returns {Stage}
 */
const check = (name, needs) => ({
  name,
  async run(show) {
    if (needs !== undefined && !existsSync(join(REPOSITORY, needs)))
      return { passed: 0, failed: 0, skipped: 1, output: '', note: `no ${needs}` };
    const [command, args] = npm();
    const { code, output } = await run(command, [...args, 'run', '--silent', `check:${name}`], { show });
    return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, output };
  },
});

/**
 * A project of vitest.config.ts.
 * @param {string} name
 * @returns {Stage}
 */
const project = (name) => ({ name, run: (show) => runVitest(name, { show }) });

/** @type {Stage} */
const browser = {
  name: 'browser',
  async run(show) {
    if (!existsSync(join(REPOSITORY, 'tests', 'browser'))) return { passed: 0, failed: 0, skipped: 0, output: '' };
    const chromium = await findChromium();
    if (chromium === undefined) {
      const note =
        'NO CHROMIUM: the browser tests were SKIPPED. Install it ("apt-get install chromium") or set CHROMIUM_PATH.';
      return { passed: 0, failed: 0, skipped: 1, output: '', note };
    }
    return runVitest('browser', { show, env: { ...process.env, CHROMIUM_PATH: chromium } });
  },
};

/** @type {readonly Stage[]} */
export const STAGES = [
  check('types'),
  check('lint'),
  check('fences', '.dependency-cruiser.cjs'),
  check('format'),
  project('unit'),
  project('integration'),
  project('e2e'),
  browser,
];

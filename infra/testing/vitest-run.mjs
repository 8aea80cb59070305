// One vitest project run as a process of its own, its JSON result read into numbers.

import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, run } from '../prepare/step.mjs';

/**
 * Runs a project; a file that could not be loaded, or an error outside every test, counts as a failed test.
 * @param {string} name
 * @param {{ show: boolean, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<import('./stages.mjs').Outcome>}
 */
export async function runVitest(name, { show, env = process.env }) {
  const folder = join(REPOSITORY, 'dist', 'test-results');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  rmSync(file, { force: true });
  const args = [
    'run',
    '--project',
    name,
    '--passWithNoTests',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ];
  const { code, output } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
    show,
    env: { ...env, NO_COLOR: process.stdout.isTTY ? env['NO_COLOR'] : '1' },
  });
  const counted = existsSync(file)
    ? count(JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 };
  if (code !== 0 && counted.failed === 0) counted.failed = 1;
  return { ...counted, output };
}

/**
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] }} report
 */
export function count(report) {
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  /** @param {readonly string[]} states */
  const having = (...states) => tests.filter(({ status }) => states.includes(status)).length;
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: having('passed'),
    failed: having('failed') + broken.length,
    skipped: having('skipped', 'pending', 'todo', 'disabled'),
  };
}

// Online batching against what its authors published: their optima and their simplest rule, to the last digits. The
// instances are not part of the repository: read when they are there.

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { replay } from '#core/waiting/replay';
import { readBatchInstance } from '../../apps/cli/src/batch-input.js';
import { askedBy, type Asked, DECIDES } from '../../apps/cli/src/batch-instance.js';
import { offlineOptimum } from '../../benchmarks/offline-batching.js';

const DATA = new URL('../../../shared/data/benchmarks/online-batching/', import.meta.url);
const PUBLISHED = new URL('published.csv', DATA);

interface Line {
  readonly file: string;
  readonly isShort: boolean;
  readonly optimum: number;
  readonly whileAvailable: number | undefined;
}

function lines(): Line[] {
  const [head, ...rows] = readFileSync(PUBLISHED, 'utf8').trim().split('\n');
  const columns = head!.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)]!;
    const whileAvailable = cell('process_while_available');
    return {
      file: `Instance_${cell('horizon')}-R${cell('mix')}-${cell('sample')}.txt`,
      isShort: cell('horizon') === 'H36',
      optimum: Number(cell('offline_milp_profit')),
      whileAvailable: whileAvailable === '' ? undefined : Number(whileAvailable),
    };
  });
}

const asked = async (file: string): Promise<Asked> =>
  askedBy(await readBatchInstance(fileURLToPath(new URL(file, DATA))));

describe.runIf(existsSync(PUBLISHED))('published instances of online batching', () => {
  const all = existsSync(PUBLISHED) ? lines().map((line) => [line.file, line] as const) : [];

  test.each(all.filter(([, { isShort }]) => isShort))('%s has the published optimum', async (file, { optimum }) => {
    const { world, jobs } = await asked(file);
    expect(Math.abs(offlineOptimum(world, jobs) - optimum)).toBeLessThan(0.02);
  });

  test.each(all)('%s: starting whatever is there earns what was published', async (file, { whileAvailable }) => {
    const { world, jobs } = await asked(file);
    const { earned } = replay(world, jobs, DECIDES.now);
    if (whileAvailable !== undefined) expect(Math.abs(earned - whileAvailable)).toBeLessThan(0.12);
  });

  test('looking ahead earns less than the optimum and more than what starts at once', async () => {
    const short = all.filter(([, { isShort }]) => isShort);
    let [looking, atOnce, best] = [0, 0, 0];
    for (const [file, { optimum }] of short) {
      const { world, jobs } = await asked(file);
      const { earned } = replay(world, jobs, DECIDES.rolling);
      expect(earned).toBeLessThan(optimum + 0.02);
      looking += earned;
      atOnce += replay(world, jobs, DECIDES.now).earned;
      best += optimum;
    }
    expect(looking).toBeGreaterThan(atOnce);
    expect(best / looking).toBeLessThan(1.2);
  });
});

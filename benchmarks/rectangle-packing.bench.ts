// CLASS 1–10 of two-dimensional bin packing (Berkey and Wang; Martello and Vigo), turned by 90°: bins of all 500
// instances together, beside the best published and maxrects-packer.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { packRectangles, type RectangleTask } from '#core/nesting/pack-rectangles';
import type { Benchmark } from './benchmark.js';
import { binsOfPeer } from './maxrects-peer.js';
import { loopOf, type Row } from './measure.js';

const DATA = new URL('../../../shared/data/benchmarks/rectangles/', import.meta.url);
const ATTEMPTS = 1000;

type Packer = (task: RectangleTask<number>) => number | Promise<number>;

export const benchmark: Benchmark = {
  name: 'rectangle-packing',
  title: 'Rectangles into bins, 500 instances, ms each',
  async run() {
    if (!existsSync(DATA)) return [{ figure: 'no instances here', note: 'they lie beside the project' }];
    const tasks = instances();
    const best = bestKnown();
    const peer: Packer = async ({ binMm, pieces }) => (await binsOfPeer(binMm, pieces, 0)).length;
    const ours =
      (attempts: number): Packer =>
      (task) =>
        packRectangles({ ...task, attempts }).bins.length;
    const rowOf = async (figure: string, pack: Packer): Promise<Row> => {
      const samplesMs: number[] = [];
      const begin = performance.now();
      let bins = 0;
      for (const task of tasks) {
        const start = performance.now();
        bins += await pack(task);
        samplesMs.push(performance.now() - start);
      }
      const loop = loopOf(samplesMs, performance.now() - begin);
      const mean = (1000 / loop.perSecond).toFixed(1);
      return { figure, ...loop, note: `${bins} bins, ${above(bins, best)} best known; mean ${mean} ms` };
    };
    return [
      { figure: 'best known', limit: true, note: `${best} bins` },
      { ...(await rowOf('maxrects-packer, largest area', peer)), limit: true },
      await rowOf('largest first', ours(0)),
      await rowOf(`and ${ATTEMPTS} attempts`, ours(ATTEMPTS)),
    ];
  },
};

const above = (found: number, best: number): string => `${(100 * (found / best - 1)).toFixed(2)} % over`;

const rowsOf = (file: URL): string[][] =>
  readFileSync(file, 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

function instances(): RectangleTask<number>[] {
  return ['berkey1987/', 'martello1998/'].flatMap((folder) =>
    readdirSync(new URL(folder, DATA))
      .filter((file) => file.endsWith('_items.csv'))
      .map((file): RectangleTask<number> => {
        const bin = rowsOf(new URL(folder + file.replace('_items', '_bins'), DATA))[0]!.map(Number);
        const items = rowsOf(new URL(folder + file, DATA)).map((row) => row.map(Number));
        const pieces = items.map(([tag, xMm, yMm]) => ({ tag: tag!, xMm: xMm!, yMm: yMm! }));
        return { binMm: { xMm: bin[1]!, yMm: bin[2]! }, pieces, gapMm: 0, turning: true, attempts: 0 };
      }),
  );
}

const bestKnown = (): number =>
  rowsOf(new URL('bks_class.csv', DATA))
    .filter(([rotation]) => rotation === '1')
    .reduce((sum, row) => sum + Number(row[3]), 0);

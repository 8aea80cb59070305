// Irregular strips (ESICUP): how much of the strip is filled and in how much of a processor's time, beside the median of
// sparrow's runs of twenty minutes each.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { nestShapes } from '#core/nesting/nest-shapes';
import { signedArea, triangulate } from '#core/nesting/triangulate';
import type { Benchmark } from './benchmark.js';
import type { Row } from './measure.js';

const DATA = new URL('../../../shared/data/benchmarks/nesting/', import.meta.url);
const EFFORT = 300e6;
const SLABS = 400;

interface Strip {
  readonly name: string;
  readonly strip_height: number;
  readonly items: readonly {
    readonly demand: number;
    readonly allowed_orientations: readonly number[];
    readonly shape: { readonly data: readonly (readonly [number, number])[] };
  }[];
}

export const benchmark: Benchmark = {
  name: 'strip-packing',
  title: 'Irregular strips, density',
  run() {
    if (!existsSync(DATA)) {
      return Promise.resolve([{ figure: 'no instances here', note: 'they lie beside the project' }]);
    }
    const files = readdirSync(DATA).filter((file) => file.endsWith('.json'));
    const medians = sparrowMedians();
    const shares: number[] = [];
    const rows = files.map((file): Row => {
      const strip = JSON.parse(readFileSync(new URL(file, DATA), 'utf8')) as Strip;
      const begin = process.cpuUsage();
      const percent = 100 * densityOf(strip);
      const { user, system } = process.cpuUsage(begin);
      const seconds = (user + system) / 1e6;
      const median = medians.get(strip.name)!;
      shares.push(percent / median);
      const share = `${((100 * percent) / median).toFixed(1)} % of sparrow’s ${median.toFixed(1)} %`;
      return { figure: strip.name, note: `${percent.toFixed(1)} % in ${seconds.toFixed(1)} s: ${share}` };
    });
    const mean = (100 * shares.reduce((sum, share) => sum + share, 0)) / shares.length;
    return Promise.resolve([...rows, { figure: 'mean of all', note: `${mean.toFixed(1)} % of sparrow’s median` }]);
  },
};

function densityOf({ strip_height: yMm, items }: Strip): number {
  const { lengthMm } = nestShapes({
    bed: { xMm: Infinity, yMm, shape: 'rectangular', excluded: [] },
    shapes: items.map(({ demand, allowed_orientations: anglesDeg, shape }) => ({
      triangles: triangulate(shape.data),
      copies: demand,
      anglesDeg,
    })),
    gapMm: 0,
    stepMm: yMm / SLABS,
    effort: EFFORT,
  });
  const area = items.reduce((sum, { demand, shape }) => sum + demand * Math.abs(signedArea(shape.data)), 0);
  return area / (lengthMm * yMm);
}

/** By instance, percent. */
function sparrowMedians(): ReadonlyMap<string, number> {
  const lines = readFileSync(new URL('bks_sparrow.csv', DATA), 'utf8').trim().split(/\r?\n/).slice(1);
  // The second column is quoted and has commas, so the rest counts from the end.
  return new Map(lines.map((line) => [line.split(',')[0]!, Number(line.split(',').at(-2))]));
}

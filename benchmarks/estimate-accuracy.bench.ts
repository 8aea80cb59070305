// The estimate of time and material beside a slicer, on parts that its constants were not fitted to.

import { estimatePart, type PartEstimate } from '#core/costing/estimate-part';
import { measureSolid } from '#core/geometry/measure';
import { sectionProfile } from '#core/geometry/sections';
import type { Benchmark } from './benchmark.js';
import { loopOf, type Row } from './measure.js';
import { dataIsThere, quoted, type SlicedPart, slicedTwice } from './sliced-parts.js';

const PLA_GRAMS_PER_MM3 = 1.24 / 1000;

export const benchmark: Benchmark = {
  name: 'estimate-accuracy',
  title: 'Estimate beside PrusaSlicer 2.5.0, error a part',
  run: async () => {
    if (!dataIsThere()) return [{ figure: 'no sliced parts beside the project', note: 'expected in ../shared/data' }];
    const quotes = quoted();
    const parts = [...slicedTwice(), ...quotes.parts];
    const times = { ms: [] as number[] };
    const judged = parts.map((part) => judge(part, times.ms));
    const sets = [...new Set(parts.map(({ set }) => set))];
    return [
      {
        figure: 'sections and estimate of a part (file read)',
        ...loopOf(
          times.ms,
          times.ms.reduce((sum, each) => sum + each, 0),
        ),
      },
      ...sets.flatMap((set) => rowsOf(set, judged)),
      { figure: 'quote set', note: `${quotes.parts.length} of ${quotes.of} parts have their mesh here` },
    ];
  },
};

interface Judged {
  readonly part: SlicedPart;
  readonly volumeMm3: number;
  readonly estimate: PartEstimate;
  /** By box, volume and area alone. */
  readonly withoutSections: PartEstimate;
}

function judge(part: SlicedPart, samplesMs: number[]): Judged {
  const begin = performance.now();
  const profile = sectionProfile(part.mesh);
  const { boxMm, volumeMm3, areaMm2 } = measureSolid(part.mesh);
  const estimate = estimatePart({ boxMm, volumeMm3, areaMm2, profile }, 'PLA', part.settings)!;
  samplesMs.push(performance.now() - begin);
  const withoutSections = estimatePart({ boxMm, volumeMm3, areaMm2 }, 'PLA', part.settings)!;
  return { part, volumeMm3, estimate, withoutSections };
}

function rowsOf(set: string, all: readonly Judged[]): Row[] {
  const ofSet = all.filter(({ part }) => part.set === set);
  const fitted = ofSet.filter(({ part }) => part.fitted);
  const others = ofSet.filter(({ part }) => !part.fitted);
  return FIGURES.flatMap(({ name, truth, of, share }): Row[] => {
    const errors = (parts: readonly Judged[], value: (judged: Judged) => number): number[] =>
      parts.map((judged) => Math.abs(value(judged) / truth(judged.part) - 1));
    const ours = errors(others, ({ estimate }) => of(estimate));
    const held = others.filter(({ estimate }, i) => ours[i]! <= share(estimate)).length;
    const perMm3 = middle(ofSet.map(({ part, volumeMm3 }) => truth(part) / volumeMm3));
    const line = (figure: string, of: readonly number[], more = ''): Row => ({ figure, note: told(of) + more });
    return [
      line(`${set}: ${name}, parts not fitted to`, ours, `, band holds ${percent(held / others.length)}`),
      line(
        `${set}: ${name}, parts fitted to`,
        errors(fitted, ({ estimate }) => of(estimate)),
      ),
      {
        ...line(
          `${name} without sections`,
          errors(others, (judged) => of(judged.withoutSections)),
        ),
        limit: true,
      },
      {
        ...line(
          `${name} by volume × best factor`,
          errors(others, ({ volumeMm3 }) => volumeMm3 * perMm3),
        ),
        limit: true,
      },
    ];
  });
}

const FIGURES = [
  {
    name: 'grams',
    truth: ({ mm3 }: SlicedPart) => mm3 * PLA_GRAMS_PER_MM3,
    of: ({ massGrams }: PartEstimate) => massGrams,
    share: ({ uncertainty }: PartEstimate) => uncertainty.massShare,
  },
  {
    name: 'time',
    truth: ({ seconds }: SlicedPart) => seconds,
    of: ({ seconds }: PartEstimate) => seconds,
    share: ({ uncertainty }: PartEstimate) => uncertainty.timeShare,
  },
] as const;

function told(errors: readonly number[]): string {
  if (errors.length === 0) return 'no parts';
  const sorted = errors.toSorted((a, b) => a - b);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const ninth = sorted[Math.ceil(0.9 * sorted.length) - 1]!;
  return `median ${percent(middle(errors))}, mean ${percent(mean)}, p90 ${percent(ninth)} of ${errors.length}`;
}

const middle = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? Number.NaN) + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2;
};

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

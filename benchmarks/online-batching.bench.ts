// Start now or wait for more: one machine and parts that come one after the other (Wu and Yu 2026), beside their tree search,
// their rules and what could be earned by somebody who knew all arrivals. Money in CNY.

import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ROLLING } from '#core/waiting/decide-start';
import { type Decide, replay, startByLooking, startNow } from '#core/waiting/replay';
import { type Asked, askedBy, BELIEVED, DECIDES } from '../apps/cli/src/batch-instance.js';
import { readBatchInstance } from '../apps/cli/src/batch-input.js';
import type { Benchmark } from './benchmark.js';
import { loopOf, type Row } from './measure.js';

const DATA = new URL('../../../shared/data/benchmarks/online-batching/', import.meta.url);
const GOAL_MS = 50;
const OTHER_SEEDS = [2, 3, 4, 5];

/** A line of the published table: offline optimum, tree search, rules. Unknown values are NaN. */
type Published = Readonly<Record<string, number>>;
const RULES = ['wait_3h', 'wait_6h', 'capacity_20pct', 'capacity_40pct'];

interface Measured {
  readonly name: string;
  readonly published: Published;
  readonly ours: number;
  readonly otherSeeds: readonly number[];
  readonly slack: number;
  readonly available: number;
  readonly single: number;
}

export const benchmark: Benchmark = {
  name: 'online-batching',
  title: 'Batches online, 18 instances, ms a decision',
  async run() {
    if (!existsSync(DATA)) return [{ figure: 'no instances here', note: 'they lie beside the project' }];
    const published = publishedValues();
    const files = readdirSync(DATA).filter((file) => /^Instance_.*\.txt$/.test(file));
    const measured: Measured[] = [];
    const rows: Row[] = [];
    const allMs: number[] = [];
    const coldMs: number[] = [];
    for (const file of files.toSorted()) {
      const asked = askedBy(await readBatchInstance(fileURLToPath(new URL(file, DATA))));
      // The first decisions of a process are its compiler's, and told apart.
      if (measured.length < 3) earned(asked, timed(DECIDES.rolling, coldMs));
      const name = /^Instance_(.*)\.txt$/.exec(file)![1]!;
      const samplesMs: number[] = [];
      const ours = earned(asked, timed(DECIDES.rolling, samplesMs));
      const one: Measured = {
        name,
        published: published.get(name) ?? {},
        ours,
        otherSeeds: OTHER_SEEDS.map((seed) => earned(asked, startByLooking({ ...ROLLING, seed }, BELIEVED))),
        slack: earned(asked, DECIDES.slack),
        available: earned(asked, startNow),
        single: earned(asked, startOne),
      };
      measured.push(one);
      rows.push({ figure: name, ...timesOf(samplesMs), note: `${told(one)}; longest ${longest(samplesMs)}` });
      allMs.push(...samplesMs);
    }
    const cold: Row = {
      figure: 'the first decisions of this process',
      ...timesOf(coldMs),
      note: `longest ${longest(coldMs)}`,
    };
    return [...rows, ...meansOf(measured), cold, summary(measured, allMs)];
  },
};

const earned = ({ world, jobs }: Asked, decide: Decide): number => replay(world, jobs, decide).earned;

const timed =
  (decide: Decide, samplesMs: number[]): Decide =>
  (situation) => {
    const start = performance.now();
    const decision = decide(situation);
    samplesMs.push(performance.now() - start);
    return decision;
  };

/** Nothing is shared: the most urgent part alone, at once. */
const startOne: Decide = ({ waiting }) => ({
  start: [waiting.reduce((first, job) => (job.dueAtMs < first.dueAtMs ? job : first)).id],
});

const timesOf = (samplesMs: readonly number[]): Partial<Row> => loopOf(samplesMs, sum(samplesMs));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const longest = (samplesMs: readonly number[]): string => `${Math.max(...samplesMs).toFixed(0)} ms`;
const whole = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value) ? '–' : value.toFixed(0);

const told = ({ ours, slack, available, single, published }: Measured): string =>
  [
    `earns ${whole(ours)}`,
    `tree search ${whole(published['mcts_mean_profit'])}`,
    `optimum ${whole(published['offline_milp_profit'])}`,
    `rules ${RULES.map((rule) => whole(published[rule])).join('/')}`,
    `slack ${whole(slack)}`,
    `while available ${whole(available)}`,
    `alone ${whole(single)}`,
  ].join(', ');

/** Means over the instances for which the tree search was published. */
function meansOf(measured: readonly Measured[]): Row[] {
  const both = measured.filter(({ published }) => published['mcts_mean_profit']! > -Infinity);
  const row = (figure: string, of: (one: Measured) => number): Row => ({
    figure,
    limit: true,
    note: `mean of ${both.length}: ${mean(both.map(of)).toFixed(1)}`,
  });
  const byName = (key: string): ((one: Measured) => number) => ({ published }) => published[key]!; // prettier-ignore
  return [
    row('offline optimum, published', byName('offline_milp_profit')),
    row('tree search, published', byName('mcts_mean_profit')),
    ...RULES.map((rule) => row(`${rule.replaceAll('_', ' ')}, published`, byName(rule))),
    row('process while available, published', byName('process_while_available')),
    row('process while available, this fit test', ({ available }) => available),
    row('each part alone, this fit test', ({ single }) => single),
    row('slack rule, 40 % of the plate', ({ slack }) => slack),
    { ...row('looking ahead', ({ ours }) => ours), limit: false },
    { ...row('looking ahead, four other seeds', ({ otherSeeds }) => mean(otherSeeds)), limit: false },
  ];
}

function summary(measured: readonly Measured[], allMs: readonly number[]): Row {
  const proved = measured.filter(({ published }) => published['milp_gap'] === 0);
  const ratio = mean(proved.map(({ ours, published }) => published['offline_milp_profit']! / ours));
  const slow = allMs.filter((ms) => ms > GOAL_MS).length;
  const note = `optimum / looking ahead ${ratio.toFixed(3)} on ${proved.length} proved; mean ${mean(allMs).toFixed(1)} ms, longest ${longest(allMs)}, ${slow} above ${GOAL_MS} ms`; // prettier-ignore
  return { figure: 'all decisions', ...timesOf(allMs), note };
}

function publishedValues(): Map<string, Published> {
  const [head, ...lines] = readFileSync(new URL('published.csv', DATA), 'utf8').trim().split(/\r?\n/);
  const columns = head!.split(',');
  return new Map(
    lines.map((line) => {
      const cells = line.split(',');
      const values = columns.map((column, index) => [column, cells[index] ? Number(cells[index]) : Number.NaN]);
      return [`${cells[0]}-R${cells[1]}-${cells[2]}`, Object.fromEntries(values) as Published];
    }),
  );
}

// Orders to labs, kilometres in all: ours beside the exact optimum where HiGHS finds it, or the bound of its relaxation,
// and beside giving each order to the nearest lab that has room as they come.

import { assign } from '#core/assignment/assign';
import { exact, firstCome, ours, percentAbove, relaxed } from './assignment-peers.js';
import type { Benchmark } from './benchmark.js';
import { clusteredOrders, type Clustered } from './clustered-orders.js';
import type { Row } from './measure.js';

interface Setting extends Omit<Clustered, 'seed'> {
  readonly seconds: number;
  /** How long HiGHS may look for the optimum; without it, the bound alone. */
  readonly exactSeconds?: number;
}

const SETTINGS: readonly Setting[] = [
  { orders: 200, labs: 20, load: 0.85, nearest: 20, seconds: 1, exactSeconds: 60 },
  { orders: 200, labs: 20, load: 0.95, nearest: 20, seconds: 1, exactSeconds: 60 },
  { orders: 1000, labs: 100, load: 0.85, nearest: 40, seconds: 2 },
  { orders: 1000, labs: 100, load: 0.95, nearest: 40, seconds: 2 },
  { orders: 2000, labs: 200, load: 0.85, nearest: 40, seconds: 2 },
];
const SEEDS = [1, 2, 3];

export const benchmark: Benchmark = {
  name: 'geographic-assignment',
  title: 'Orders to labs, kilometres above the limit',
  async run({ effort }) {
    const seeds = effort.rounds > 1 ? SEEDS : SEEDS.slice(0, 1);
    const rows: Row[] = [];
    for (const setting of SETTINGS) for (const seed of seeds) rows.push(...(await rowsOf({ ...setting, seed })));
    return rows;
  },
};

async function rowsOf(setting: Setting & { readonly seed: number }): Promise<Row[]> {
  const { orders, labs, load, seed, seconds, exactSeconds } = setting;
  const problem = clusteredOrders(setting);
  const bound = await relaxed(problem);
  const judge = exactSeconds === undefined ? undefined : await exact(problem, exactSeconds);
  const limit = judge?.cost ?? bound.cost;
  const told = (cost: number, leftOut: number): string =>
    `${percentAbove(cost, limit)}${leftOut > 0 ? `, ${leftOut} left out` : ''}`;
  const come = firstCome(problem);
  const regret = assign(problem, { keepOn: () => false });
  const best = ours(problem, seconds);
  const proven = (100 * (best.cost / best.lowerBound - 1)).toFixed(2);
  const judged =
    judge &&
    `${judge.proven ? 'optimum' : 'best found'} ${judge.cost.toFixed(0)} km in ${judge.seconds.toFixed(1)} s; `;
  return [
    {
      figure: `${orders} × ${labs}, load ${load}, seed ${seed}: HiGHS`,
      limit: true,
      note: `${judged ?? ''}relaxed ${bound.cost.toFixed(0)} km in ${bound.seconds.toFixed(1)} s`,
    },
    { figure: 'first come, nearest with room', limit: true, note: told(come.cost, come.leftOut) },
    { figure: 'insertion by regret alone', limit: true, note: told(regret.cost, regret.unassigned.length) },
    {
      figure: 'ours',
      note: `${told(best.cost, best.unassigned.length)} in ${best.seconds.toFixed(1)} s; says itself at most ${proven} %`,
    },
  ];
}

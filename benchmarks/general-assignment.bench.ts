// Generalised assignment, classes a to d of the OR-Library and Yagiura: above the best known, beside HiGHS with the same
// time in the same run.

import { existsSync, readFileSync } from 'node:fs';
import type { AssignmentProblem } from '#core/assignment/problem';
import { exact, firstCome, ours, percentAbove } from './assignment-peers.js';
import type { Benchmark } from './benchmark.js';
import type { Row } from './measure.js';

const DATA = new URL('../../../shared/data/benchmarks/gap/', import.meta.url);
const SECONDS = 5;
/** Classes that are held to a goal; of the others one second is enough. */
const HARD = /^[cd](20200|40400)$/;
/** Instances have no cost of leaving out: more than any arc of them. */
const LEFT_OUT = 100_000;

export const benchmark: Benchmark = {
  name: 'general-assignment',
  title: 'Generalised assignment, above best known',
  async run({ effort }) {
    if (!existsSync(DATA)) return [{ figure: 'no instances here', note: 'they lie beside the project' }];
    const known = [...bestKnown()].filter(([name]) => effort.rounds > 1 || HARD.test(name));
    const rows: Row[] = [];
    for (const [name, best] of known) rows.push(await rowOf(name, best));
    return rows;
  },
};

async function rowOf(name: string, best: number): Promise<Row> {
  const problem = instance(name);
  const seconds = HARD.test(name) ? SECONDS : 1;
  const peer = await exact(problem, seconds);
  const come = firstCome(problem);
  const answer = ours(problem, seconds);
  const first = come.leftOut > 0 ? `leaves ${come.leftOut} out` : percentAbove(come.cost, best);
  const left = answer.unassigned.length > 0 ? `, ${answer.unassigned.length} left out` : '';
  const told = `${answer.cost}, ${percentAbove(answer.cost, best)}${left}; HiGHS ${percentAbove(peer.cost, best)}`;
  return { figure: `${name}, ${seconds} s (best known ${best})`, note: `${told}; first come ${first}` };
}

/** `m n`, costs and loads of m bins × n items, m capacities. */
function instance(name: string): AssignmentProblem {
  const numbers = readFileSync(new URL(name, DATA), 'utf8').trim().split(/\s+/).map(Number);
  const [bins, items] = [numbers[0]!, numbers[1]!];
  const arcs = bins * items;
  const turned = (from: number) => (_: unknown, arc: number) =>
    numbers[from + (arc % bins) * items + Math.floor(arc / bins)]!;
  return {
    arcStart: Int32Array.from({ length: items + 1 }, (_, item) => item * bins),
    arcBin: Int32Array.from({ length: arcs }, (_, arc) => arc % bins),
    arcCost: Float64Array.from({ length: arcs }, turned(2)),
    arcLoad: Float64Array.from({ length: arcs }, turned(2 + arcs)),
    capacity: Float64Array.from(numbers.slice(2 + 2 * arcs, 2 + 2 * arcs + bins)),
    leaveOutCost: new Float64Array(items).fill(LEFT_OUT),
  };
}

function bestKnown(): ReadonlyMap<string, number> {
  const lines = readFileSync(new URL('bounds.txt', DATA), 'utf8').trim().split(/\r?\n/);
  return new Map(
    lines.map((line) => line.split(/\s+/)).map(([name, , best]) => [name!.replace('_Min', ''), Number(best)]),
  );
}

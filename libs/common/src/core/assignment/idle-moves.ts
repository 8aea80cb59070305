// Takes back moves that gain nothing: alone where there is room to go back, or with all the moves that they need.

import { arcTo, costAt, NOWHERE, roomOf, type AssignmentProblem } from './problem.js';

/** The bins of `after`, with those of `before` again wherever the moves between do not make it cheaper. */
export function dropIdleMoves(problem: AssignmentProblem, before: Int32Array, after: Int32Array): Int32Array {
  const bin = after.slice();
  const used = loadsOf(problem, bin);
  const moved = (): number[] => [...bin.keys()].filter((item) => bin[item] !== before[item]);
  for (const item of moved()) {
    const back = before[item]!;
    const fits = back === NOWHERE || used[back]! + loadAt(problem, item, back) <= roomOf(problem.capacity[back]!);
    if (!fits || gainOf(problem, item, { from: back, to: bin[item]! }) > 0) continue;
    if (back !== NOWHERE) used[back]! += loadAt(problem, item, back);
    if (bin[item] !== NOWHERE) used[bin[item]!]! -= loadAt(problem, item, bin[item]!);
    bin[item] = back;
  }
  const overfull = loadsOf(problem, before).map((load, at) => (load > roomOf(problem.capacity[at]!) ? 1 : 0));
  for (const group of groupsOf(moved(), before, bin)) {
    const needed = group.some((item) => before[item] !== NOWHERE && overfull[before[item]!] === 1);
    const gain = group.reduce((sum, item) => sum + gainOf(problem, item, { from: before[item]!, to: bin[item]! }), 0);
    if (!needed && !(gain > 0)) for (const item of group) bin[item] = before[item]!;
  }
  return bin;
}

const loadAt = (problem: AssignmentProblem, item: number, bin: number): number =>
  problem.arcLoad[arcTo(problem, item, bin)]!;

const gainOf = (problem: AssignmentProblem, item: number, { from, to }: { from: number; to: number }): number =>
  costAt(problem, item, from) - costAt(problem, item, to);

function loadsOf(problem: AssignmentProblem, bins: Int32Array): Float64Array {
  const used = new Float64Array(problem.capacity.length);
  bins.forEach((bin, item) => {
    if (bin !== NOWHERE) used[bin]! += loadAt(problem, item, bin);
  });
  return used;
}

/** Moves that share a bin need each other's room, and so do those that share one with them: groups of items. */
function groupsOf(items: readonly number[], before: Int32Array, after: Int32Array): number[][] {
  const parent = new Map<number, number>();
  const rootOf = (bin: number): number => {
    let root = bin;
    for (let next = parent.get(root); next !== undefined; next = parent.get(root)) root = next;
    return root;
  };
  const binOf = (item: number): number => (after[item] === NOWHERE ? before[item]! : after[item]!);
  for (const item of items) {
    if (before[item] === NOWHERE) continue;
    const [a, b] = [rootOf(before[item]!), rootOf(binOf(item))];
    if (a !== b) parent.set(a, b);
  }
  const groups = new Map<number, number[]>();
  for (const item of items) {
    const root = rootOf(binOf(item));
    const group = groups.get(root);
    if (group) group.push(item);
    else groups.set(root, [item]);
  }
  return [...groups.values()];
}

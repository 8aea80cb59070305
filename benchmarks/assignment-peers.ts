// What our assignment is measured beside: HiGHS, exact or with a limit of time, first come to the nearest, and insertion
// by regret alone.

import highs, { type HighsOptions } from 'highs';
import { assign } from '#core/assignment/assign';
import { roomOf, type AssignmentProblem } from '#core/assignment/problem';

/** The package's types describe its CommonJS door; what is imported here is the function itself. */
const load = highs as unknown as typeof highs.default;

export interface Judged {
  readonly cost: number;
  readonly seconds: number;
  readonly proven: boolean;
}

/** The best within a limit of seconds; infinite when it finds none. */
export const exact = (problem: AssignmentProblem, limitSeconds: number): Promise<Judged> =>
  solved(problem, true, { mip_rel_gap: 0, mip_abs_gap: 0.5, time_limit: limitSeconds });

/** The cost when items may be cut in pieces: a bound below every assignment. */
export const relaxed = (problem: AssignmentProblem): Promise<Judged> => solved(problem, false, {});

async function solved(problem: AssignmentProblem, whole: boolean, options: HighsOptions): Promise<Judged> {
  const text = programOf(problem, whole);
  const solver = await load();
  const begin = performance.now();
  const { Status, ObjectiveValue, Columns } = solver.solve(text, options);
  const seconds = (performance.now() - begin) / 1000;
  const found = Object.keys(Columns).length > 0 && Number.isFinite(ObjectiveValue);
  return { cost: found ? ObjectiveValue : Infinity, seconds, proven: Status === 'Optimal' };
}

/** As CPLEX LP. Cut in pieces, item i may stay out by the variable u; whole, all have a place: that is easier for it. */
function programOf({ arcStart, arcBin, arcCost, arcLoad, capacity, leaveOutCost }: AssignmentProblem, whole: boolean) {
  const arcs = [...arcBin.keys()];
  const items = [...leaveOutCost.keys()];
  const inBins = Array.from(capacity, (): string[] => []);
  for (const arc of arcs) inBins[arcBin[arc]!]!.push(`+ ${arcLoad[arc]} x${arc}`);
  const once = items.map((item) => {
    const own = arcs.slice(arcStart[item], arcStart[item + 1]).map((arc) => `+ x${arc}`);
    return `${own.join(' ')}${whole ? '' : ` + u${item}`} = 1`;
  });
  const room = inBins.flatMap((terms, bin) => (terms.length > 0 ? [`${terms.join('\n')} <= ${capacity[bin]}`] : []));
  return [
    'Minimize',
    'cost:',
    ...arcs.map((arc) => `+ ${arcCost[arc]} x${arc}`),
    ...(whole ? [] : items.map((item) => `+ ${leaveOutCost[item]} u${item}`)),
    'Subject To',
    ...once,
    ...room,
    ...(whole ? ['Binary', ...arcs.map((arc) => `x${arc}`)] : []),
    'End',
  ].join('\n');
}

/** Each item, as they come, to the cheapest bin that has room: what a network does that never looks again. */
export function firstCome(problem: AssignmentProblem): { readonly cost: number; readonly leftOut: number } {
  const { arcStart, arcBin, arcCost, arcLoad, leaveOutCost } = problem;
  const room = problem.capacity.map(roomOf);
  let [cost, leftOut] = [0, 0];
  for (const [item, threat] of leaveOutCost.entries()) {
    let best = -1;
    for (let arc = arcStart[item]!; arc < arcStart[item + 1]!; arc++) {
      if (arcLoad[arc]! > room[arcBin[arc]!]!) continue;
      if (best < 0 || arcCost[arc]! < arcCost[best]!) best = arc;
    }
    if (best < 0) leftOut++;
    else room[arcBin[best]!]! -= arcLoad[best]!;
    cost += best < 0 ? threat : arcCost[best]!;
  }
  return { cost, leftOut };
}

/** Ours for so many seconds. */
export function ours(problem: AssignmentProblem, limitSeconds: number) {
  const begin = performance.now();
  const answer = assign(problem, { keepOn: () => performance.now() < begin + 1000 * limitSeconds });
  return { ...answer, seconds: (performance.now() - begin) / 1000 };
}

export const percentAbove = (cost: number, limit: number): string =>
  Number.isFinite(cost) ? `${(100 * (cost / limit - 1)).toFixed(2)} %` : 'none found';

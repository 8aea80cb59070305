// Pieces that lie on a bed or a strip, taken up as a crowd: pressed into a shorter strip, or more of them onto a bed.

import { convexPolygon } from '../geometry/polygon.js';
import { type Convex, convexPieces } from './convex-pieces.js';
import { Crowd, type CrowdWay, type Region, type Scene } from './crowd.js';
import { NoFits } from './no-fit.js';
import type { Chance } from './seeded.js';
import { separated } from './separate.js';
import type { BedShape } from './sheet.js';
import { squeezed } from './squeeze.js';
import { type Triangles, turned } from './triangulate.js';

/** A piece by its kind and which of the kind's ways it lies in; its box's least corner is at (xMm, yMm). */
export interface Lying {
  readonly kind: number;
  readonly way: number;
  readonly xMm: number;
  readonly yMm: number;
}

export interface KindToLay {
  readonly triangles: Triangles;
  readonly anglesDeg: readonly number[];
  readonly areaMm2: number;
}

export interface LyingTask {
  readonly bed: BedShape;
  readonly gapMm: number;
  readonly kinds: readonly KindToLay[];
  /** Work to spend, in a sheet's comparisons. */
  readonly effort: number;
  readonly chance: Chance;
}

/** More pieces than these would need too much room, every one beside every other. */
const MOST_PIECES = 400;
const MOST_WAYS = 200;
/** Things that a crowd looks at in the time of one comparison of a sheet. */
const PER_COMPARISON = 4;
/** How full a bed can be at most for another piece to be tried on it. */
const FULL = 0.92;

/** The crowd's ways of all kinds; way `w` of kind `k` is number `first[k] + w`. */
interface Ways {
  readonly ways: readonly CrowdWay[];
  readonly first: readonly number[];
  readonly fits: NoFits;
}

/** A strip as short as found, never longer than it was. */
export function pressedStrip(task: LyingTask, lying: readonly Lying[], lengthMm: number): Lying[] {
  const ways = waysOf(task);
  const crowd = crowdOf(task, ways, lying, lengthMm);
  const most = task.effort * PER_COMPARISON;
  if (!crowd || !separated(crowd, task.chance, () => crowd.steps < most / 10)) return [...lying];
  const start = { scene: crowd.saved(), lengthMm };
  const progress = (): number => crowd.steps / most;
  const best = squeezed(crowd, start, task.chance, progress);
  return told(best.scene, ways, lying);
}

/** Plates of which the last are emptied onto those before, as far as that is found. */
export function filledPlates(task: LyingTask, plates: readonly (readonly Lying[])[]): Lying[][] {
  const ways = waysOf(task);
  const filled = plates.map((plate) => [...plate]);
  const most = task.effort * PER_COMPARISON;
  let spent = 0;
  for (let from = filled.length - 1; from > 0; from--) {
    const left = filled[from]!.toSorted((a, b) => areaOf(task, b) - areaOf(task, a));
    for (const piece of left) {
      for (let onto = 0; onto < from && spent < most; onto++) {
        if (fullness(task, [...filled[onto]!, piece]) > FULL) continue;
        const crowd = crowdOf(task, ways, [...filled[onto]!, piece], task.bed.xMm);
        if (!crowd) return filled;
        const limit = (most - spent) / 2;
        const done = separated(crowd, task.chance, () => crowd.steps < limit);
        spent += crowd.steps;
        if (!done) continue;
        filled[onto] = told(crowd.scene, ways, [...filled[onto]!, piece]);
        filled[from] = filled[from]!.filter((other) => other !== piece);
        break;
      }
    }
    if (filled[from]!.length > 0) break;
    filled.pop();
  }
  return filled;
}

const areaOf = ({ kinds }: LyingTask, { kind }: Lying): number => kinds[kind]!.areaMm2;

const fullness = (task: LyingTask, lying: readonly Lying[]): number => {
  const { xMm, yMm, shape, excluded } = task.bed;
  const bedMm2 = shape === 'round' ? (Math.PI * xMm * xMm) / 4 : xMm * yMm;
  const closedMm2 = excluded.reduce((sum, { widthMm, depthMm }) => sum + widthMm * depthMm, 0);
  return lying.reduce((sum, each) => sum + areaOf(task, each), 0) / (bedMm2 - closedMm2);
};

function waysOf({ kinds, gapMm }: LyingTask): Ways {
  const first: number[] = [];
  const ways: CrowdWay[] = [];
  for (const { triangles, anglesDeg } of kinds) {
    first.push(ways.length);
    const pieces = convexPieces(triangles);
    for (const angleDeg of anglesDeg) ways.push(wayOf(triangles, pieces, angleDeg));
  }
  const fits = new NoFits(
    ways.map(({ pieces }) => pieces),
    gapMm,
  );
  return { ways, first, fits };
}

function wayOf(triangles: Triangles, pieces: readonly Convex[], angleDeg: number): CrowdWay {
  const lying = turned(triangles, angleDeg);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let i = 0; i < lying.length; i += 2) {
    minX = Math.min(minX, lying[i]!);
    maxX = Math.max(maxX, lying[i]!);
    minY = Math.min(minY, lying[i + 1]!);
    maxY = Math.max(maxY, lying[i + 1]!);
  }
  const moved = pieces.map((piece) => {
    const flat = turned(Float64Array.from(piece.flat()), angleDeg);
    return piece.map((_, i): [number, number] => [flat[2 * i]! - minX, flat[2 * i + 1]! - minY]);
  });
  return { pieces: moved, hull: convexPolygon(moved.flat()), widthMm: maxX - minX, heightMm: maxY - minY };
}

function crowdOf(
  { bed, gapMm, kinds }: LyingTask,
  { ways, first, fits }: Ways,
  lying: readonly Lying[],
  xMm: number,
): Crowd | undefined {
  if (lying.length > MOST_PIECES || ways.length > MOST_WAYS) return undefined;
  const blocked = bed.excluded.map(({ xMm: x, yMm: y, widthMm: w, depthMm: d }): Convex => [[x, y], [x + w, y], [x + w, y + d], [x, y + d]]); // prettier-ignore
  const region: Region = { xMm, yMm: bed.yMm, round: bed.shape === 'round', blocked };
  const numbers = kinds.map(({ anglesDeg }, kind) => anglesDeg.map((_, way) => first[kind]! + way));
  const crowd = new Crowd({ region, ways, choices: lying.map(({ kind }) => numbers[kind]!), gapMm, fits });
  for (const [i, { kind, way, xMm: x, yMm: y }] of lying.entries()) crowd.place(i, first[kind]! + way, x, y);
  return crowd;
}

const told = (scene: Scene, { first }: Ways, lying: readonly Lying[]): Lying[] =>
  lying.map(({ kind }, i) => ({ kind, way: scene.way[i]! - first[kind]!, xMm: scene.x[i]!, yMm: scene.y[i]! }));

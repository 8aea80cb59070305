// Moves pieces of a crowd apart: each that overlaps goes to the best of drawn spots, and downhill from there.

import type { Crowd } from './crowd.js';
import { type Chance, oneOf } from './seeded.js';

interface Spot {
  way: number;
  x: number;
  y: number;
  cost: number;
}

/** Spots drawn for a piece: anywhere, and near where it lies. */
const DRAWN = 10;
const DRAWN_NEAR = 6;
/** Rounds without getting better after which separating is given up. */
const IDLE_ROUNDS = 150;
/** Better by less than this share is as good as idle. */
const WORTH = 0.98;
/** Refining a spot begins and ends with steps of such shares of the piece's smaller side. */
const STEPS = [0.25, 0.0005] as const;
/** Meanwhile it looks at others within such a share of that side. */
const NEAR = 0.5;

/** Moves pieces until none overlaps; true when that is reached, otherwise the least deep scene is left. */
export function separated(crowd: Crowd, chance: Chance, goOn: () => boolean): boolean {
  crowd.forgetWeights();
  let least = crowd.measure();
  let best = crowd.saved();
  for (let idle = 0; least > 0 && idle < IDLE_ROUNDS && goOn(); idle++) {
    moveAll(crowd, chance);
    const depth = crowd.measure();
    crowd.reweigh();
    if (depth >= least) continue;
    if (depth < WORTH * least) idle = -1;
    least = depth;
    best = crowd.saved();
  }
  crowd.restore(best);
  return least === 0;
}

/** Moves each piece that overlaps, in a drawn order, to where it costs less. */
function moveAll(crowd: Crowd, chance: Chance): void {
  const waiting = crowd.overlapping();
  while (waiting.length > 0) {
    const at = oneOf(chance, waiting.length);
    move(crowd, waiting[at]!, chance);
    waiting[at] = waiting.at(-1)!;
    waiting.pop();
  }
}

function move(crowd: Crowd, i: number, chance: Chance): void {
  const here: Spot = { way: crowd.scene.way[i]!, x: crowd.scene.x[i]!, y: crowd.scene.y[i]!, cost: 0 };
  const before = crowd.costAt(i, here, Infinity);
  if (before === 0) return;
  here.cost = before;
  const drawn = bestDrawn(crowd, i, chance);
  refine(crowd, i, here, chance);
  let best = here;
  if (drawn) {
    refine(crowd, i, drawn, chance);
    if (drawn.cost < here.cost) best = drawn;
  }
  if (best.cost < before) crowd.place(i, best.way, best.x, best.y);
}

function bestDrawn(crowd: Crowd, i: number, chance: Chance): Spot | undefined {
  const { scene, region } = crowd;
  const choices = crowd.choices[i]!;
  let best: Spot | undefined;
  for (let n = 0; n < DRAWN + DRAWN_NEAR; n++) {
    const way = choices[oneOf(chance, choices.length)]!;
    const { widthMm, heightMm } = crowd.ways[way]!;
    const [freeX, freeY] = [region.xMm - widthMm, region.yMm - heightMm];
    if (freeX < 0 || freeY < 0) continue;
    let [x, y] = [chance() * freeX, chance() * freeY];
    if (n >= DRAWN) {
      x = within(scene.x[i]! + (chance() - 0.5) * 0.5 * widthMm, freeX);
      y = within(scene.y[i]! + (chance() - 0.5) * 0.5 * heightMm, freeY);
    }
    const spot: Spot = { way, x, y, cost: 0 };
    spot.cost = crowd.costAt(i, spot, best?.cost ?? Infinity);
    if (!best || spot.cost < best.cost) best = spot;
  }
  return best;
}

const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** Goes downhill from a spot along an axis or a diagonal at a time, by shorter and shorter steps. */
function refine(crowd: Crowd, i: number, spot: Spot, chance: Chance): void {
  const { widthMm, heightMm } = crowd.ways[spot.way]!;
  const [freeX, freeY] = [crowd.region.xMm - widthMm, crowd.region.yMm - heightMm];
  const side = Math.min(widthMm, heightMm);
  let [stepX, stepY] = [STEPS[0] * side, STEPS[0] * side];
  const tried: Spot = { ...spot };
  const marginMm = NEAR * side;
  let gathered = { x: spot.x, y: spot.y };
  crowd.gather(i, spot, marginMm);
  while (spot.cost > 0 && (stepX > STEPS[1] * side || stepY > STEPS[1] * side)) {
    const axis = oneOf(chance, 4);
    const dx = axis === 1 ? 0 : stepX;
    const dy = [0, stepY, stepY, -stepY][axis]!;
    let moved = false;
    for (let sign = 1; sign >= -1 && !moved; sign -= 2) {
      tried.x = within(spot.x + sign * dx, freeX);
      tried.y = within(spot.y + sign * dy, freeY);
      if (Math.abs(tried.x - gathered.x) > marginMm || Math.abs(tried.y - gathered.y) > marginMm) {
        gathered = { x: tried.x, y: tried.y };
        tried.cost = crowd.gather(i, tried, marginMm);
      } else tried.cost = crowd.costNear(i, tried, spot.cost);
      moved = tried.cost < spot.cost;
    }
    if (moved) [spot.x, spot.y, spot.cost] = [tried.x, tried.y, tried.cost];
    const scale = moved ? 1.1 : axis < 2 ? 0.5 : Math.SQRT1_2;
    if (axis !== 1) stepX *= scale;
    if (axis !== 0) stepY *= scale;
  }
}

/** Two pieces, large ones rather, change places. */
export function swapTwo(crowd: Crowd, chance: Chance): void {
  const { scene, count, choices } = crowd;
  const wayOf = (i: number): Crowd['ways'][number] => crowd.ways[scene.way[i]!]!;
  const area = (i: number): number => wayOf(i).widthMm * wayOf(i).heightMm;
  const large = (): number => {
    const [a, b] = [oneOf(chance, count), oneOf(chance, count)];
    return area(a) > area(b) ? a : b;
  };
  const a = large();
  let b = large();
  for (let n = 0; n < 20 && choices[a] === choices[b]; n++) b = large();
  const middles = [b, a].map((i) => [scene.x[i]! + wayOf(i).widthMm / 2, scene.y[i]! + wayOf(i).heightMm / 2]);
  for (const [n, i] of [a, b].entries()) {
    const { widthMm, heightMm } = wayOf(i);
    crowd.place(i, scene.way[i]!, middles[n]![0]! - widthMm / 2, middles[n]![1]! - heightMm / 2);
  }
}

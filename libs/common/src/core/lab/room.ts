// What goes into a machine, and lying how: its bed without the corners that cannot be used, and the ways in which a part
// can rest on it.

import type { BoxMm, Part, Rest } from '../design/part.js';
import type { PartId } from '../kernel/ids.js';
import { fitsBed, type Bed } from '../nesting/pack-boxes.js';
import type { Machine } from './lab.js';

export type { Rest } from '../design/part.js';

/** A part of a bed without anything excluded; `xMm` and `yMm` are sizes. */
export interface FreeBed extends Bed {
  readonly originXMm: number;
  readonly originYMm: number;
}

type Room = Pick<Machine, 'buildVolumeMm' | 'bedShape' | 'excludedMm'>;
type Rests = ReadonlyMap<PartId, readonly Rest[]>;

/** How all parts lie in one machine: which rectangle of its bed holds each of them, and which must be turned for it. */
export interface Lying {
  readonly bed: FreeBed;
  readonly turned: ReadonlyMap<PartId, Rest>;
}

/**
 * The largest boxes of the bed that nothing excluded touches, largest first; the whole bed where nothing is. A round bed
 * with something excluded is taken as the largest square in it.
 */
export function freeBeds({ buildVolumeMm: { x, y }, bedShape, excludedMm = [] }: Room): FreeBed[] {
  if (excludedMm.length === 0) return [{ xMm: x, yMm: y, shape: bedShape, originXMm: 0, originYMm: 0 }];
  const side = x / Math.SQRT2;
  const inset = bedShape === 'round' ? (x - side) / 2 : 0;
  const [right, top] = bedShape === 'round' ? [inset + side, inset + side] : [x, y];
  const lefts = [inset, ...excludedMm.map((zone) => zone.xMm + zone.widthMm)].filter((at) => at >= inset && at < right);
  const rights = [right, ...excludedMm.map((zone) => zone.xMm)].filter((at) => at > inset && at <= right);
  const beds: FreeBed[] = [];
  for (const from of new Set(lefts)) {
    for (const to of new Set(rights)) {
      if (to <= from) continue;
      const across = excludedMm.filter((zone) => zone.xMm < to && zone.xMm + zone.widthMm > from);
      for (const [low, high] of gaps(across, inset, top)) {
        beds.push({ xMm: to - from, yMm: high - low, shape: 'rectangular', originXMm: from, originYMm: low });
      }
    }
  }
  return beds.sort((a, b) => b.xMm * b.yMm - a.xMm * a.yMm || a.originXMm - b.originXMm || a.originYMm - b.originYMm);
}

/** What zones leave free of a span along y. */
function gaps(zones: readonly { yMm: number; depthMm: number }[], from: number, to: number): [number, number][] {
  const free: [number, number][] = [];
  let low = from;
  for (const { yMm, depthMm } of zones.toSorted((a, b) => a.yMm - b.yMm)) {
    if (yMm > low) free.push([low, Math.min(yMm, to)]);
    low = Math.max(low, yMm + depthMm);
  }
  if (low < to) free.push([low, to]);
  return free;
}

/** How these parts lie in the machine, as modelled where they can; undefined where one does not go in at all. */
export function lyingIn(machine: Room, parts: readonly Part[], rests?: Rests): Lying | undefined {
  for (const bed of freeBeds(machine)) {
    const turned = new Map<PartId, Rest>();
    const all = parts.every((part) => {
      if (fits(machine, bed, part.boxMm)) return true;
      const rest = rests?.get(part.id)?.find(({ boxMm }) => fits(machine, bed, boxMm));
      if (rest) turned.set(part.id, rest);
      return rest !== undefined;
    });
    if (all) return { bed, turned };
  }
  return undefined;
}

const fits = ({ buildVolumeMm }: Room, bed: FreeBed, { x, y, z }: BoxMm): boolean =>
  z <= buildVolumeMm.z && fitsBed(bed, x, y);

/** What a part lacks most in a machine in which it does not go, in the way that comes nearest. */
export interface Lack {
  readonly axis: 'Z' | 'X or Y';
  readonly wantedMm: number;
  readonly hasMm: number;
}

/** Why the part does not go into the machine, in numbers; undefined where it does, alone. */
export function lackOf(machine: Room, part: Part, rests?: Rests): Lack | undefined {
  if (lyingIn(machine, [part], rests)) return undefined;
  const ways = [part.boxMm, ...(rests?.get(part.id) ?? []).map(({ boxMm }) => boxMm)];
  const lacks = ways.flatMap((boxMm) => freeBeds(machine).map((bed) => lackOnBed(machine, bed, boxMm)));
  return lacks.toSorted((a, b) => a.wantedMm / a.hasMm - b.wantedMm / b.hasMm)[0];
}

function lackOnBed({ buildVolumeMm }: Room, bed: FreeBed, { x, y, z }: BoxMm): Lack {
  const [long, short] = [Math.max(x, y), Math.min(x, y)];
  const [longBed, shortBed] = [Math.max(bed.xMm, bed.yMm), Math.min(bed.xMm, bed.yMm)];
  const flat: Lack =
    bed.shape === 'round'
      ? { axis: 'X or Y', wantedMm: Math.hypot(x, y), hasMm: bed.xMm }
      : long / longBed >= short / shortBed
        ? { axis: 'X or Y', wantedMm: long, hasMm: longBed }
        : { axis: 'X or Y', wantedMm: short, hasMm: shortBed };
  const high: Lack = { axis: 'Z', wantedMm: z, hasMm: buildVolumeMm.z };
  return high.wantedMm / high.hasMm >= flat.wantedMm / flat.hasMm ? high : flat;
}

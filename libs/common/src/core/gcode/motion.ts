// Where the nozzle is and what it has laid, followed through all the ways in which G-code can say it. Where an axis
// stands is a span while it is not known exactly: after homing and probing.

import { arcExtent, arcReach, centreOfRadius } from './arc-extent.js';
import { fault, type LineFault } from './gcode-findings.js';
import type { GcodeLimits } from './gcode-limits.js';
import { letterBit, type CommandReader } from './read-command.js';

const AXES = [23, 24, 25] as const;
const BITS = [letterBit('X'), letterBit('Y'), letterBit('Z')] as const;
const NAMES = ['X', 'Y', 'Z'] as const;
const [E, F, I, J, R, P] = [4, 5, 8, 9, 17, 15] as const;
const [EB, FB, IB, JB, RB, PB] = [1 << E, 1 << F, 1 << I, 1 << J, 1 << R, 1 << P] as const;
const INCH_MM = 25.4;
/** Machines are lifted before they are homed, lest they scratch the bed. */
const LIFT_BEFORE_HOMING_MM = 20;
const LAYER_MM = 0.01;

/** Box of what was laid, millimetres. */
export interface LaidBox {
  readonly minMm: readonly [number, number, number];
  readonly maxMm: readonly [number, number, number];
}

export class Motion {
  /** Net length of filament, millimetres. */
  filamentMm = 0;
  layers = 0;
  moves = 0;
  private absolute = true;
  private absoluteE = true;
  private unitMm = 1;
  private lifted = 0;
  private e = 0;
  private topMm = -Infinity;
  private readonly low = new Float64Array([NaN, NaN, NaN]);
  private readonly high = new Float64Array([NaN, NaN, NaN]);
  /** Machine coordinate = said coordinate + offset. */
  private readonly offset = new Float64Array(3);
  private readonly laidMin = new Float64Array([Infinity, Infinity, Infinity]);
  private readonly laidMax = new Float64Array([-Infinity, -Infinity, -Infinity]);

  constructor(private readonly limits: GcodeLimits) {}

  /** What was laid; undefined when nothing was. */
  get laid(): LaidBox | undefined {
    if (this.laidMin[0] === Infinity) return undefined;
    const tuple = (of: Float64Array): [number, number, number] => [of[0]!, of[1]!, of[2]!];
    return { minMm: tuple(this.laidMin), maxMm: tuple(this.laidMax) };
  }

  /** G17, G20, G21, G90, G91, M82, M83 by their name. */
  setMode(name: string): undefined {
    if (name === 'G20') this.unitMm = INCH_MM;
    if (name === 'G21') this.unitMm = 1;
    if (name === 'G90') this.absolute = this.absoluteE = true;
    if (name === 'G91') this.absolute = this.absoluteE = false;
    if (name === 'M82') this.absoluteE = true;
    if (name === 'M83') this.absoluteE = false;
  }

  /** G28: the named axes, or all. X and Y stand somewhere then, Z at its switch. */
  home(words: number): undefined {
    const all = BITS.every((bit) => (words & bit) === 0);
    for (let axis = 0; axis < 3; axis += 1) {
      if (!all && (words & BITS[axis]!) === 0) continue;
      this.offset[axis] = 0;
      this.low[axis] = axis === 2 ? this.limits.homeZMm : this.limits.minMm[axis]!;
      this.high[axis] = axis === 2 ? this.limits.homeZMm : this.limits.maxMm[axis]!;
    }
  }

  /** After probing, a macro or a code that the lab allowed: anywhere. Firmwares differ in what a shift is then. */
  loseSight(): LineFault | undefined {
    if (this.offset.some((shift) => shift !== 0))
      return fault('gcode/ambiguous', 'The origin was shifted before, and firmwares differ in what that means here.');
    for (let axis = 0; axis < 3; axis += 1) {
      this.low[axis] = axis === 2 ? 0 : this.limits.minMm[axis]!;
      this.high[axis] = axis === 2 ? this.limits.homeZMm : this.limits.maxMm[axis]!;
    }
    return undefined;
  }

  /** G92: from here on the place where the nozzle stands is called otherwise. */
  setPosition(line: CommandReader): LineFault | undefined {
    if (line.words !== line.numbered) return fault('gcode/bad-value', 'G92 names an axis without a number.');
    if (line.words === 0) return fault('gcode/ambiguous', 'G92 without an axis is meant differently by firmwares.');
    if (line.has(EB)) this.e = line.values[E]! * this.unitMm;
    for (let axis = 0; axis < 3; axis += 1) {
      if (!line.has(BITS[axis]!)) continue;
      if (!(this.low[axis] === this.high[axis]))
        return fault('gcode/not-homed', `G92 shifts ${NAMES[axis]} while it is not known where it stands.`);
      this.offset[axis] = this.low[axis]! - line.values[AXES[axis]!]! * this.unitMm;
    }
    return undefined;
  }

  /** G0 and G1. */
  move(line: CommandReader): LineFault | undefined {
    return this.checkWords(line) ?? this.advance(line) ?? this.checkPlace(line.words) ?? this.layDown(line);
  }

  /** G2 and G3. */
  arc(line: CommandReader, clockwise: boolean): LineFault | undefined {
    const [fromX, fromY] = [this.low[0]!, this.low[1]!];
    if (!(fromX === this.high[0] && fromY === this.high[1]))
      return fault('gcode/not-homed', 'An arc begins where it is not known where the nozzle stands.');
    const wrong = this.checkWords(line) ?? this.advance(line) ?? this.checkPlace(line.words);
    if (wrong !== undefined) return wrong;
    const arc = { fromX, fromY, toX: this.low[0]!, toY: this.low[1]!, clockwise };
    if (line.has(RB) && line.has(IB | JB)) return fault('gcode/ambiguous', 'The arc has a radius and a centre.');
    const centre = this.centreOf(line, arc);
    if (centre === undefined) return fault('gcode/bad-value', 'The arc has no centre.');
    const turns = line.has(PB) ? line.values[P]! : 0;
    const whole = { ...arc, centreX: centre.x, centreY: centre.y, turns };
    const { minX, minY, maxX, maxY } = arcExtent(whole);
    const out = this.outside(0, minX) ?? this.outside(0, maxX) ?? this.outside(1, minY) ?? this.outside(1, maxY);
    if (out !== undefined) return out;
    const { radiusMm } = this.limits;
    if (radiusMm !== undefined && arcReach(whole) > radiusMm) return leavesRound(radiusMm);
    return this.layDown(line);
  }

  private centreOf(
    line: CommandReader,
    arc: Parameters<typeof centreOfRadius>[0],
  ): { x: number; y: number } | undefined {
    if (line.has(RB)) return centreOfRadius(arc, line.values[R]! * this.unitMm);
    if (!line.has(IB | JB)) return undefined;
    const along = (bit: number, letter: number): number => (line.has(bit) ? line.values[letter]! * this.unitMm : 0);
    return { x: arc.fromX + along(IB, I), y: arc.fromY + along(JB, J) };
  }

  private checkWords(line: CommandReader): LineFault | undefined {
    this.moves += 1;
    if (line.words !== line.numbered) return fault('gcode/bad-value', 'A move names an axis without a number.');
    if (!line.has(FB)) return undefined;
    const feed = line.values[F]! * this.unitMm;
    if (feed < 0) return fault('gcode/bad-value', 'A feed is below 0.');
    return feed > this.limits.maxFeedMmPerMinute
      ? fault('gcode/too-fast', `${feed} mm/min is more than the ${this.limits.maxFeedMmPerMinute} of this machine.`)
      : undefined;
  }

  private advance(line: CommandReader): LineFault | undefined {
    for (let axis = 0; axis < 3; axis += 1) {
      if ((line.words & BITS[axis]!) === 0) continue;
      const said = line.values[AXES[axis]!]! * this.unitMm;
      if (Number.isNaN(this.low[axis]!)) {
        if (this.isLift(axis, said)) continue;
        return fault('gcode/not-homed', `${NAMES[axis]} moves before it was homed.`);
      }
      if (this.absolute) this.low[axis] = this.high[axis] = said + this.offset[axis]!;
      else {
        this.low[axis] = this.low[axis]! + said;
        this.high[axis] = this.high[axis]! + said;
      }
    }
    return undefined;
  }

  private isLift(axis: number, said: number): boolean {
    if (axis !== 2 || this.absolute || said < 0) return false;
    this.lifted += said;
    return this.lifted <= LIFT_BEFORE_HOMING_MM;
  }

  private checkPlace(words: number): LineFault | undefined {
    const { low, high, limits } = this;
    const { minMm, maxMm, radiusMm } = limits;
    for (let axis = 0; axis < 3; axis += 1) {
      if ((words & BITS[axis]!) === 0) continue;
      const isIn = !(low[axis]! < minMm[axis]!) && !(high[axis]! > maxMm[axis]!);
      const out = isIn ? undefined : (this.outside(axis, low[axis]!) ?? this.outside(axis, high[axis]!));
      if (out !== undefined) return out;
    }
    if ((words & (BITS[0] | BITS[1])) === 0) return undefined;
    const isAt = low[0] === high[0] && low[1] === high[1];
    if (radiusMm === undefined || !isAt || Math.hypot(low[0]!, low[1]!) <= radiusMm) return undefined;
    return leavesRound(radiusMm);
  }

  private outside(axis: number, at: number): LineFault | undefined {
    const [min, max] = [this.limits.minMm[axis]!, this.limits.maxMm[axis]!];
    if (at >= min - 1e-6 && at <= max + 1e-6) return undefined;
    const there = Math.round(at * 1000) / 1000;
    return fault('gcode/outside', `${NAMES[axis]} goes to ${there} mm; this machine reaches from ${min} to ${max} mm.`);
  }

  private layDown(line: CommandReader): undefined {
    if (!line.has(EB)) return;
    const said = line.values[E]! * this.unitMm;
    const pushed = this.absoluteE ? said - this.e : said;
    this.e = this.absoluteE ? said : this.e + said;
    this.filamentMm += pushed;
    if (pushed <= 0 || !line.has(BITS[0] | BITS[1])) return;
    const { low, high, laidMin, laidMax } = this;
    for (let axis = 0; axis < 3; axis += 1) {
      if (low[axis]! < laidMin[axis]!) laidMin[axis] = low[axis]!;
      if (high[axis]! > laidMax[axis]!) laidMax[axis] = high[axis]!;
    }
    if (high[2]! <= this.topMm + LAYER_MM) return;
    this.topMm = high[2]!;
    this.layers += 1;
  }
}

const leavesRound = (radiusMm: number): LineFault =>
  fault('gcode/outside', `It leaves the round bed, whose radius is ${radiusMm} mm with its margin.`);

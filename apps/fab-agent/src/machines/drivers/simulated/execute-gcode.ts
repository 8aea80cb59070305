// A simulated firmware: runs G-code line by line and tells how long it takes, what it uses, and where it gives up. It is
// written apart from the lab's check of G-code, so that each can find the other's faults.

import type { BoxMm } from '#core/design/part';

/** What a run comes to; `fault`: the firmware stopped there, after so many seconds. */
export interface GcodeRun {
  readonly seconds: number;
  readonly massGrams: number;
  readonly fault?: { readonly line: number; readonly reason: string } | undefined;
}

type Axis = 'X' | 'Y' | 'Z';
const AXES: readonly Axis[] = ['X', 'Y', 'Z'];

/** Printers can go a little past their bed, where stock start code cleans the nozzle. */
const PAST_BED_MM = 10;
/** From rest to rest within a move no more than √(a·d) is reached: the one thing that acceleration costs here. */
const ACCELERATION_MM_S2 = 1_500;
const FASTEST_MM_S = 300;
const ROOM_CELSIUS = 22;
const HEATING_CELSIUS_S = { nozzle: 4, bed: 1 } as const;
const HOTTEST_CELSIUS = { nozzle: 320, bed: 150 } as const;
const COLDEST_EXTRUSION_CELSIUS = 170;
/** Polylactide of 1.75 mm: 2.405 mm² × 1.24 mg/mm³. */
const FILAMENT_GRAMS_PER_MM = 0.002982;
const HOMING_SECONDS = 8;

export class GcodeFirmware {
  private readonly at: Record<Axis, number> = { X: 0, Y: 0, Z: 0 };
  private readonly homed = new Set<Axis>();
  private filament = { at: 0, used: 0 };
  private feedMmS = 25;
  private relative = { axes: false, filament: false };
  private readonly heat = { nozzle: { now: ROOM_CELSIUS, target: 0 }, bed: { now: ROOM_CELSIUS, target: 0 } };
  private seconds = 0;
  private line = 0;
  private fault: GcodeRun['fault'];

  constructor(private readonly volumeMm: BoxMm) {}

  get run(): GcodeRun {
    const massGrams = Math.max(0, this.filament.used) * FILAMENT_GRAMS_PER_MM;
    return { seconds: this.seconds, massGrams, fault: this.fault };
  }

  /** Takes the next line; after a fault nothing moves any more. */
  take(text: string): void {
    this.line += 1;
    if (this.fault !== undefined) return;
    const command = (text.split(';', 1)[0] ?? '').trim().toUpperCase();
    const name = /^(?:N\d+\s*)?([GMT]\d+(?:\.\d+)?)/.exec(command)?.[1];
    if (name !== undefined) this.obey(name, wordsOf(command.slice(command.indexOf(name) + name.length)));
  }

  private obey(name: string, words: ReadonlyMap<string, number>): void {
    switch (name.replace(/^([GMT])0+(?=\d)/, '$1')) {
      case 'G0':
      case 'G1':
        return this.move(words, undefined);
      case 'G2':
      case 'G3':
        return this.move(words, name.endsWith('2') ? 'clockwise' : 'counter');
      case 'G4':
        this.seconds += (words.get('S') ?? 0) + (words.get('P') ?? 0) / 1000;
        return;
      case 'G20':
        return this.stop('Inches are not what this machine measures in.');
      case 'G28':
        return this.home(words);
      case 'G90':
      case 'G91':
        this.relative = { axes: name.endsWith('1'), filament: name.endsWith('1') };
        return;
      case 'M82':
      case 'M83':
        this.relative = { ...this.relative, filament: name.endsWith('3') };
        return;
      case 'G92':
        return this.rename(words);
      case 'M104':
      case 'M109':
        return this.heatTo('nozzle', words, name.endsWith('9'));
      case 'M140':
      case 'M190':
        return this.heatTo('bed', words, name === 'M190');
      case 'M112':
        return this.stop('Emergency stop.');
      default:
        return;
    }
  }

  private move(words: ReadonlyMap<string, number>, turn: 'clockwise' | 'counter' | undefined): void {
    const feed = words.get('F');
    if (feed !== undefined) this.feedMmS = Math.min(FASTEST_MM_S, Math.max(0.1, feed / 60));
    const from = { ...this.at };
    for (const axis of AXES) {
      const value = words.get(axis);
      if (value === undefined) continue;
      if (!this.homed.has(axis)) return this.stop(`Must home ${axis} first.`);
      this.at[axis] = this.relative.axes ? this.at[axis] + value : value;
      if (this.at[axis] < -PAST_BED_MM || this.at[axis] > this.volumeMm[axis.toLowerCase() as 'x'] + PAST_BED_MM)
        return this.stop(`Move out of range: ${axis}${this.at[axis].toFixed(3)}.`);
    }
    const pushed = this.push(words.get('E'));
    if (pushed > 0 && this.heat.nozzle.now < COLDEST_EXTRUSION_CELSIUS) return this.stop('Extrude below minimum temp.');
    const straight = Math.hypot(this.at.X - from.X, this.at.Y - from.Y, this.at.Z - from.Z);
    const way = turn === undefined ? straight : arcLength({ from, to: this.at, words, turn, straight });
    const length = way > 0 ? way : Math.abs(pushed);
    if (length > 0) this.seconds += length / Math.min(this.feedMmS, Math.sqrt(ACCELERATION_MM_S2 * length));
  }

  /** Millimetres of filament that a word asks for. */
  private push(value: number | undefined): number {
    if (value === undefined) return 0;
    const pushed = this.relative.filament ? value : value - this.filament.at;
    this.filament = { at: this.filament.at + pushed, used: this.filament.used + pushed };
    return pushed;
  }

  private home(words: ReadonlyMap<string, number>): void {
    const named = AXES.filter((axis) => words.has(axis));
    for (const axis of named.length > 0 ? named : AXES) {
      this.homed.add(axis);
      this.at[axis] = 0;
    }
    this.seconds += HOMING_SECONDS;
  }

  private rename(words: ReadonlyMap<string, number>): void {
    for (const axis of AXES) this.at[axis] = words.get(axis) ?? this.at[axis];
    this.filament = { ...this.filament, at: words.get('E') ?? this.filament.at };
  }

  private heatTo(what: 'nozzle' | 'bed', words: ReadonlyMap<string, number>, waits: boolean): void {
    const target = words.get('S') ?? words.get('R');
    if (target === undefined) return;
    if (target > HOTTEST_CELSIUS[what]) return this.stop(`The ${what} can not be heated to ${target} °C.`);
    const heater = this.heat[what];
    heater.target = target;
    if (!waits) return;
    this.seconds += Math.max(0, target - heater.now) / HEATING_CELSIUS_S[what];
    heater.now = Math.max(ROOM_CELSIUS, target);
  }

  private stop(reason: string): void {
    this.fault = { line: this.line, reason };
  }
}

function wordsOf(text: string): Map<string, number> {
  const words = new Map<string, number>();
  for (const [, letter, value] of text.matchAll(/([A-Z])\s*([-+]?(?:\d+\.?\d*|\.\d+))?/g))
    if (letter !== undefined) words.set(letter, value === undefined ? 0 : Number(value));
  return words;
}

interface Turn {
  readonly from: Readonly<Record<Axis, number>>;
  readonly to: Readonly<Record<Axis, number>>;
  readonly words: ReadonlyMap<string, number>;
  readonly turn: 'clockwise' | 'counter';
  readonly straight: number;
}

/** Length of an arc given by its centre's offset (I, J); by its radius it is taken as its chord. */
function arcLength({ from, to, words, turn, straight }: Turn): number {
  const [i, j] = [words.get('I') ?? 0, words.get('J') ?? 0];
  const radius = Math.hypot(i, j);
  if (radius === 0) return straight;
  const start = Math.atan2(-j, -i);
  const end = Math.atan2(to.Y - from.Y - j, to.X - from.X - i);
  const swept = turn === 'counter' ? end - start : start - end;
  const angle = swept <= 1e-9 ? swept + 2 * Math.PI : swept;
  return Math.hypot(radius * angle, to.Z - from.Z);
}

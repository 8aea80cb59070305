// What the heaters are told, and whether all are off.

import { fault, type LineFault } from './gcode-findings.js';
import type { GcodeLimits } from './gcode-limits.js';
import type { CommandReader } from './read-command.js';

const [R, S, T] = [17, 18, 19];
const MOST_TOOLS = 16;

export class Heaters {
  maxNozzleCelsius = 0;
  maxBedCelsius = 0;
  private tool = 0;
  /** What a macro may have heated without saying so. */
  private readonly suspect = new Set<'nozzle' | 'bed'>();
  private readonly nozzles = new Float64Array(MOST_TOOLS);
  private bed = 0;
  private chamber = 0;

  constructor(private readonly limits: GcodeLimits) {}

  /** T0, T1 …; T-1 puts the tool away. */
  selectTool(tool: number): LineFault | undefined {
    if (tool === -1) return undefined;
    if (!this.isTool(tool)) return fault('gcode/bad-value', `This machine has no tool T${tool}.`);
    this.tool = tool;
    return undefined;
  }

  /** M104, M109, M140, M190, M141, M191. */
  heat(line: CommandReader, what: 'nozzle' | 'bed' | 'chamber'): LineFault | undefined {
    const celsius = valueOf(line, S) ?? valueOf(line, R);
    if (celsius === undefined)
      return line.words === 0 ? undefined : fault('gcode/bad-value', 'It names no temperature.');
    const alsoR = valueOf(line, R) ?? 0;
    return this.set(what, Math.max(celsius, alsoR), valueOf(line, T) ?? this.tool);
  }

  /** A target of a heater, degrees Celsius. */
  set(what: 'nozzle' | 'bed' | 'chamber', celsius: number, tool = this.tool): LineFault | undefined {
    const { maxNozzleCelsius, maxBedCelsius, maxChamberCelsius } = this.limits;
    const max = { nozzle: maxNozzleCelsius, bed: maxBedCelsius, chamber: maxChamberCelsius }[what];
    if (!(celsius <= max)) return fault('gcode/too-hot', `${celsius} °C is more than the ${max} °C of this ${what}.`);
    if (what === 'bed') this.bed = celsius;
    else if (what === 'chamber') this.chamber = celsius;
    else if (!this.isTool(tool)) return fault('gcode/bad-value', `This machine has no tool T${tool}.`);
    else this.nozzles[tool] = celsius;
    if (what !== 'chamber' && celsius === 0) this.suspect.delete(what);
    if (what === 'nozzle') this.maxNozzleCelsius = Math.max(this.maxNozzleCelsius, celsius);
    if (what === 'bed') this.maxBedCelsius = Math.max(this.maxBedCelsius, celsius);
    return undefined;
  }

  /** A macro of the machine ran, which may heat by itself. */
  suspectAll(): void {
    this.suspect.add('nozzle').add('bed');
  }

  allOff(): void {
    this.suspect.clear();
    this.nozzles.fill(0);
    this.bed = 0;
    this.chamber = 0;
  }

  /** The heaters that are not told to be off, in words; undefined when all are. */
  get stillOn(): string | undefined {
    const on = [...this.nozzles].flatMap((celsius, tool) => (celsius > 0 ? [`nozzle ${tool} at ${celsius} °C`] : []));
    if (this.bed > 0) on.push(`bed at ${this.bed} °C`);
    if (this.chamber > 0) on.push(`chamber at ${this.chamber} °C`);
    for (const what of this.suspect) on.push(`${what} since a macro`);
    return on.length === 0 ? undefined : on.join(', ');
  }

  private isTool(tool: number): boolean {
    return Number.isInteger(tool) && tool >= 0 && tool < Math.min(MOST_TOOLS, this.limits.tools);
  }
}

/** The number of a word; NaN for a word without one, which is above every limit. */
function valueOf(line: CommandReader, letter: number): number | undefined {
  const bit = 1 << letter;
  if (!line.has(bit)) return undefined;
  return (line.numbered & bit) === 0 ? NaN : line.values[letter]!;
}

// Commands by name: macros of Klipper and its own extended commands, with the temperatures that are handed to them.

import { NAMED_ALLOWED, NAMED_REFUSED } from './command-rules.js';
import { fault, type LineFault } from './gcode-findings.js';
import type { GcodeLimits } from './gcode-limits.js';
import type { Heaters } from './heaters.js';
import type { Motion } from './motion.js';

/** What a file has done up to a line. */
export interface MachineInMind {
  readonly limits: GcodeLimits;
  readonly motion: Motion;
  readonly heaters: Heaters;
}

/** A named command; `rest` is what stands behind the name, comment included. */
export function runNamed(
  name: string,
  rest: string,
  { limits, motion, heaters }: MachineInMind,
): LineFault | undefined {
  if (/^T[XC?]$/.test(name) && limits.tools > 1) return undefined;
  const against = NAMED_REFUSED.get(name);
  if (against !== undefined && !isNoOffset(name, rest)) return fault('gcode/forbidden', `${name}: ${against}.`);
  const isMacro = limits.macros.has(name);
  const isEnd = limits.endMacros.has(name);
  if (!isMacro && !isEnd && !NAMED_ALLOWED.has(name) && against === undefined)
    return fault('gcode/not-allowed', `${name} is not on the list of what this machine runs.`);
  const parameters = parametersOf(rest);
  if (parameters === undefined) return fault('gcode/unreadable', `What is handed to ${name} can not be read.`);
  if (name === 'SET_HEATER_TEMPERATURE') return setHeater(parameters, heaters);
  for (const [key, value] of parameters) {
    const what = heaterOf(key);
    const wrong = what === undefined || !isNumber(value) ? undefined : heaters.set(what, Number(value));
    if (wrong !== undefined) return wrong;
    if (what !== undefined && !isNumber(value)) return fault('gcode/bad-value', `${key} of ${name} is no temperature.`);
  }
  if (isMacro) heaters.suspectAll();
  if (isEnd || name === 'TURN_OFF_HEATERS') heaters.allOff();
  return isMacro || isEnd ? motion.loseSight() : undefined;
}

/** Files may take an offset back, not set one. */
const isNoOffset = (name: string, rest: string): boolean =>
  name === 'SET_GCODE_OFFSET' && /^(\s+[XYZE]=0(\.0*)?)+\s*(;.*)?$/i.test(rest);

/** `KEY=value` pairs up to a comment; undefined where something else stands. Quotes hold no blanks of meaning here. */
function parametersOf(rest: string): (readonly [key: string, value: string])[] | undefined {
  const words = rest.replace(/;.*$/, '').trim().split(/\s+/).filter(Boolean);
  const pairs = words.map((word) => /^([A-Za-z_][A-Za-z0-9_]*)=([\w.,+:"'#[\]()-]*)$/.exec(word));
  return pairs.every((pair) => pair !== null)
    ? pairs.map((pair) => [pair[1]!.toUpperCase(), pair[2]!] as const)
    : undefined;
}

const isNumber = (value: string): boolean => /^\d{1,4}(\.\d+)?$/.test(value);

/** What a parameter of a macro heats, by the names that are in use for it. */
function heaterOf(key: string): 'nozzle' | 'bed' | 'chamber' | undefined {
  if (!/TEMP|^(BED|EXTRUDER|NOZZLE|HOTEND|CHAMBER|TOOL)$/.test(key)) return undefined;
  if (key.includes('BED')) return 'bed';
  return key.includes('CHAMBER') ? 'chamber' : 'nozzle';
}

function setHeater(parameters: readonly (readonly [string, string])[], heaters: Heaters): LineFault | undefined {
  const said = new Map(parameters);
  const heater = said.get('HEATER') ?? '';
  const target = said.get('TARGET') ?? '0';
  const tool = /^extruder(\d?)$/i.exec(heater)?.[1];
  if (!isNumber(target)) return fault('gcode/bad-value', `${target} is no temperature.`);
  if (tool !== undefined) return heaters.set('nozzle', Number(target), Number(tool || '0'));
  if (/^heater_bed$/i.test(heater)) return heaters.set('bed', Number(target));
  return fault('gcode/not-allowed', `The heater ${heater} is not known here.`);
}

// One command that is on the list, as the machine would take it.

import { RULES } from './command-rules.js';
import { fault, type LineFault } from './gcode-findings.js';
import type { MachineInMind } from './named-command.js';
import { commandKey, nameOfKey, type CommandReader } from './read-command.js';

const FIRST_TOOL_KEY = commandKey(19, -10);
const CLOCKWISE_KEY = commandKey(6, 20);
const S = 18;
const P = 15;
const LONGEST_DWELL_SECONDS = 600;
const MOST_FLOW_PERCENT = 150;
const FLOW_KEY = commandKey(12, 2210);

/** Follows a command; what is wrong with it, or undefined. */
export function runCommand(line: CommandReader, machine: MachineInMind): LineFault | undefined {
  const { motion, heaters } = machine;
  if (line.key >= FIRST_TOOL_KEY) {
    if (line.words !== 0) return fault('gcode/not-allowed', 'A change of tool has no further words here.');
    return heaters.selectTool((line.key - FIRST_TOOL_KEY) / 10 - 1);
  }
  const rule = RULES.get(line.key);
  // Allowed by the lab: what it moves is not known.
  if (rule === undefined) return motion.loseSight();
  if ((line.words & ~rule.words) !== 0) return fault('gcode/not-allowed', oddWord(line, rule.words));
  switch (rule.kind) {
    case 'move':
      return motion.move(line);
    case 'arc':
      return motion.arc(line, line.key === CLOCKWISE_KEY);
    case 'home':
      return motion.home(line.words);
    case 'probe':
      return motion.loseSight();
    case 'set-position':
      return motion.setPosition(line);
    case 'mode':
      return motion.setMode(nameOfKey(line.key));
    case 'nozzle-heat':
      return heaters.heat(line, 'nozzle');
    case 'bed-heat':
      return heaters.heat(line, 'bed');
    case 'chamber-heat':
      return heaters.heat(line, 'chamber');
    case 'dwell':
      return dwell(line);
    case 'factor':
      return factor(line);
    case 'free':
      return undefined;
  }
}

function dwell(line: CommandReader): LineFault | undefined {
  const seconds = line.has(1 << S) ? line.values[S]! : line.has(1 << P) ? line.values[P]! / 1000 : 0;
  if (seconds >= 0 && seconds <= LONGEST_DWELL_SECONDS) return undefined;
  return fault('gcode/bad-value', `It waits for ${seconds} seconds; ${LONGEST_DWELL_SECONDS} are allowed at most.`);
}

function factor(line: CommandReader): LineFault | undefined {
  const percent = line.has(1 << S) ? line.values[S]! : 100;
  const most = line.key === FLOW_KEY ? MOST_FLOW_PERCENT : 100;
  if (percent > 0 && percent <= most) return undefined;
  return fault('gcode/bad-value', `${percent} % is outside of what this machine does: above 0 up to ${most} %.`);
}

function oddWord(line: CommandReader, allowed: number): string {
  const letter = 31 - Math.clz32(line.words & ~allowed);
  return `${nameOfKey(line.key)} with ${String.fromCharCode(65 + letter)} is not on the list of what this machine runs.`;
}

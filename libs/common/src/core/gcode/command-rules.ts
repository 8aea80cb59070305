// The list of what G-code may say: each code with the words it may have. What is not on it is not run.

import { keyOfName, letterBit } from './read-command.js';

/** What a command touches, so that it is followed further. */
export type CommandKind =
  | 'move'
  | 'arc'
  | 'dwell'
  | 'mode'
  | 'home'
  | 'probe'
  | 'set-position'
  | 'nozzle-heat'
  | 'bed-heat'
  | 'chamber-heat'
  | 'factor'
  | 'free';

export interface CommandRule {
  readonly kind: CommandKind;
  /** Letters of the words that it may have, as bits. */
  readonly words: number;
}

const wordsOf = (letters: string): number => Array.from(letters).reduce((bits, letter) => bits | letterBit(letter), 0);
const ANY = 0x3ffffff;

const LISTED: readonly (readonly [kind: CommandKind, codes: string, words: string | typeof ANY])[] = [
  ['move', 'G0 G1', 'XYZEF'],
  ['arc', 'G2 G3', 'XYZEFIJRP'],
  ['dwell', 'G4', 'PS'],
  ['mode', 'G17 G20 G21 G90 G91 M82 M83', ''],
  ['home', 'G28', 'XYZWORL'],
  ['probe', 'G29 G80', 'PAXYWHC'],
  ['set-position', 'G92', 'XYZE'],
  ['nozzle-heat', 'M104 M109', 'SRT'],
  ['bed-heat', 'M140 M190', 'SR'],
  ['chamber-heat', 'M141 M191', 'SR'],
  ['factor', 'M220 M221', 'SBRT'],
  // Firmware retraction; with words some firmwares set the temperature of a tool.
  ['free', 'G10 G11', ''],
  ['free', 'M17 M18 M84', 'XYZES'],
  ['free', 'M73', 'PRQSCD'],
  ['free', 'M75 M77 M105 M107 M114 M400', 'P'],
  ['free', 'M106', 'PS'],
  ['free', 'M85', 'S'],
  ['free', 'M115 M117 M486 M862.1 M862.2 M862.3 M862.4 M862.5 M862.6', ANY],
  ['free', 'M150', 'RUWPBIS'],
  ['free', 'M155', 'S'],
  // For as long as the print lasts: filament sizes, limits of speed and acceleration, retraction, pressure advance.
  ['free', 'M200', 'DST'],
  ['free', 'M201 M203', 'XYZET'],
  ['free', 'M204', 'PRST'],
  ['free', 'M205', 'XYZEBSTJ'],
  ['free', 'M207 M208', 'SFZRT'],
  ['free', 'M300', 'SP'],
  ['free', 'M403', 'EF'],
  ['free', 'M420', 'SZ'],
  ['free', 'M900', 'KLTSWHD'],
];

/** Rules by {@link keyOfName}. */
export const RULES: ReadonlyMap<number, CommandRule> = new Map(
  LISTED.flatMap(([kind, codes, words]) =>
    codes.split(' ').map((code) => [keyOfName(code), { kind, words: words === ANY ? ANY : wordsOf(words) }] as const),
  ),
);

/** What no lab can allow, with the reason. */
const REFUSED_EVERYWHERE: readonly (readonly [codes: string, reason: string])[] = [
  ['M500 M501 M502 M503 M504 M851 M92 M206 M211 M218 M428 M665 M666', 'it changes the settings of the machine'],
  ['M301 M303 M304 M305 M306', 'it tunes or replaces the control of the heaters'],
  ['M302', 'it lets the extruder push cold filament'],
  ['M997 M999', 'it updates or restarts the firmware'],
  ['M20 M21 M22 M23 M24 M25 M26 M27 M28 M29 M30 M31 M32 M33 M34 M928', 'it works on the files of the machine'],
  ['M80 M81', 'it switches the power of the machine'],
  ['M108 M112 M410', 'it is for emergencies, not for a file'],
  ['M42 M43 M226', 'it drives the pins of the board'],
  ['M16 M110 M118 M575 M98 M99 M560 M587 M588 M589', 'it speaks to the host or to the network of the machine'],
  ['G53 G90.1', 'it changes how the coordinates after it are meant'],
];
export const REASONS_AGAINST: ReadonlyMap<number, string> = new Map(
  REFUSED_EVERYWHERE.flatMap(([codes, reason]) =>
    codes.split(' ').map((code) => [keyOfName(code), `${code}: ${reason}.`] as const),
  ),
);

/** Commands by name (Klipper) that every file may use; their parameters are checked for temperatures. */
export const NAMED_ALLOWED: ReadonlySet<string> = new Set([
  'BED_MESH_PROFILE',
  'EXCLUDE_OBJECT',
  'EXCLUDE_OBJECT_DEFINE',
  'EXCLUDE_OBJECT_END',
  'EXCLUDE_OBJECT_START',
  'SET_FILAMENT_SENSOR',
  'SET_HEATER_TEMPERATURE',
  'SET_PRESSURE_ADVANCE',
  'SET_PRINT_STATS_INFO',
  'SET_RETRACTION',
  'TEMPERATURE_WAIT',
  'TURN_OFF_HEATERS',
]);

/** Names that no lab can allow, with the reason. */
export const NAMED_REFUSED: ReadonlyMap<string, string> = new Map([
  ['RUN_SHELL_COMMAND', 'it runs a program on the host'],
  ['SAVE_CONFIG', 'it changes the settings of the machine'],
  ['SET_GCODE_VARIABLE', 'it changes the macros of the machine'],
  ['SAVE_VARIABLE', 'it changes the settings of the machine'],
  ['FIRMWARE_RESTART', 'it restarts the firmware'],
  ['RESTART', 'it restarts the host'],
  ['PID_CALIBRATE', 'it tunes the control of the heaters'],
  ['SET_KINEMATIC_POSITION', 'it changes how the coordinates after it are meant'],
  ['SET_GCODE_OFFSET', 'it changes how the coordinates after it are meant'],
  ['FORCE_MOVE', 'it moves without regard to the limits'],
  ['SET_STEPPER_ENABLE', 'it moves without regard to the limits'],
  ['UPDATE_DELAYED_GCODE', 'it runs later what is not checked'],
  ['SDCARD_PRINT_FILE', 'it works on the files of the machine'],
  ['SET_PIN', 'it drives the pins of the board'],
]);

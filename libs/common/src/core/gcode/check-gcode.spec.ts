import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GcodeChecker, type GcodeVerdict } from './check-gcode.js';
import { limitsOf, type GcodeSettings } from './gcode-limits.js';

const SAMPLES = ['prusaslicer-2.5-mk25.gcode', 'cura-4.13-ender3.gcode'] as const;
const sample = (name: string): string => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8');
const RECTANGULAR = { buildVolumeMm: { x: 250, y: 235, z: 250 }, bedShape: 'rectangular' } as const;
const ROUND = { buildVolumeMm: { x: 200, y: 200, z: 300 }, bedShape: 'round' } as const;

function check(
  text: string,
  settings: GcodeSettings = {},
  bed: typeof RECTANGULAR | typeof ROUND = RECTANGULAR,
): GcodeVerdict {
  const checker = new GcodeChecker(limitsOf(bed, settings));
  checker.feed(Buffer.from(text));
  return checker.finish();
}
/** What is refused of lines that stand in a file which is right otherwise. */
const faultsOf = (lines: string, settings: GcodeSettings = {}, bed: typeof RECTANGULAR | typeof ROUND = RECTANGULAR) =>
  check(`G28\nG1 X0 Y0 Z1 F900\nG1 X9 E1\n${lines}\nM104 S0\nM140 S0\nM141 S0\n`, settings, bed).refusals.map(
    ({ code, line, text }) => ({ code, line, text }),
  );
const codesOf = (...args: Parameters<typeof faultsOf>) => faultsOf(...args).map(({ code }) => code);

test.each(SAMPLES)('what %s wrote passes untouched', (name) => {
  expect(check(sample(name)).refusals).toEqual([]);
});

test('what a slicer wrote is told: layers, temperatures, filament, time, weight, and where it lays down', () => {
  expect(check(sample(SAMPLES[0])).seen).toMatchObject({
    maxNozzleCelsius: 215,
    maxBedCelsius: 60,
    said: {
      seconds: 416,
      massGrams: 0.43,
      filamentMm: 145.03,
      slicer: expect.stringContaining('PrusaSlicer') as string,
    },
    laid: { minMm: [60, -3, 0.2] },
  });
});

test('keys of print servers are found to be blanked', () => {
  const text = sample(SAMPLES[0]);
  const { secrets } = check(text);
  expect(secrets.map(({ from, to }) => text.slice(from, to))).toEqual(['ABCDEF0123456789']);
});

const DANGERS = [
  'M302 P1',
  'M303 E0 S200',
  'M304 P1',
  'M301 P22',
  'M92 X80',
  'M500',
  'M501',
  'M502',
  'M503',
  'M504',
  'M851 Z-2',

  'M997',
  'M28 boot.g',
  'M29',
  'M30 /x.gco',
  'M928 log',
  'M81',
  'M112',
  'M118 A1 x',
  'M211 S0',
  'M206 Z-5',
  'M42 P4 S9',

  'RUN_SHELL_COMMAND CMD=x',
  'SAVE_CONFIG',
  'SET_GCODE_VARIABLE MACRO=a',
  'FIRMWARE_RESTART',
  'FORCE_MOVE STEPPER=x',

  '@pause',
  '@ shell',
  ';@pause',
  'G10 S250',
  'G10 P0 S250',
  ';//action:cancel',
  '; x //action:poweroff',
  'M117 //action:pause',
  'UNKNOWN_MACRO',
  'G5 X1 Y1',

  'M104 S400',
  'M109 R400',
  'M140 S200',
  'M190 S150',
  'M141 S70',
  'SET_HEATER_TEMPERATURE HEATER=extruder TARGET=500',

  'START_PRINT BED_TEMP=60 EXTRUDER_TEMP=500',
  'G1 X999',
  'G0 Z-9',
  'G1 Y-90',
  'G1 X10 F90000',
  'G53',
  'G92',
  'M220 S500',

  'G1 X1 X2',
  'G1 X1 M500',
  'M 500',
  'M0500',
  'G1 X1Y2E3',
  'G1 X1 (;) Y9',
  'G1 X1 (Y900)',
  'G1 X1*7 M500',
  'G1 X1\u00a0Y2',
] as const;
type Spelling = (line: string) => string;
const SPELLINGS: readonly Spelling[] = [
  (line) => line,
  (line) => line.replace(/^[A-Z]/, (letter) => letter.toLowerCase()),
  (line) => `  \t${line}`,
  (line) => (/^[GM]/.test(line) ? `N12 ${line}*34` : line),
  (line) => (/^[GM]\d/.test(line) ? `N7${line}` : line),
  (line) => (line.includes(';') || line.startsWith('@') ? line : `${line} ; harmless`),
  (line) => `${line}\r`,
];

test('a danger planted anywhere, however it is spelt, is refused with its line', () => {
  const texts = SAMPLES.map((name) => sample(name).split('\n'));
  const dangers = fc.record({
    file: fc.nat(texts.length - 1),
    danger: fc.constantFrom(...DANGERS),
    spell: fc.constantFrom(...SPELLINGS),
    where: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(dangers, ({ file, danger, spell, where }) => {
      const lines = [...texts[file]!];
      // Not among the moves relative to where they are: there the volume would be left later, or not at all.
      const firstLine = lines.findIndex((line) => line.startsWith('G28')) + 1;
      const lastLine = lines.findIndex((line) => line.startsWith('G91'));
      const to = lastLine < 0 ? lines.length : lastLine;
      const at = firstLine + Math.floor(where * (to - firstLine));
      lines.splice(at, 0, spell(danger));
      expect(check(lines.join('\n')).refusals.map(({ line }) => line)).toContain(at + 1);
    }),
    { numRuns: 3_000 },
  );
});

test('a refusal shows the line and says why', () => {
  expect(check('G28\nG1 X0 Y0 Z1 E1\nG1 X9 E9\nM303 E0 S200 C8\n').refusals).toEqual([
    {
      code: 'gcode/forbidden',
      line: 4,
      text: 'M303 E0 S200 C8',
      reason: 'M303: it tunes or replaces the control of the heaters.',
    },
  ]);
});

test.each<[string, string[]]>([
  ['G1X10Y5F900', []],
  ['g1 x10 y5', []],
  ['G1 X.5 Y+1. Z-0.4', []],
  ['N12 G1 X10*34', []],
  ['(a comment) ; and another', []],
  ['G1 X10 (to the start)', []],
  ['M117 M303 is only text', []],
  ['G1 X', ['gcode/bad-value']],
  ['G1 U1', ['gcode/not-allowed']],
  ['(x) M303', ['gcode/ambiguous']],
  ['G90.1', ['gcode/forbidden']],
  ['G1 X10 ; \u00fcber', []],
  ['G1 X10 \u0007', ['gcode/unreadable']],
  ['; \u0000', ['gcode/unreadable']],
  ['G1 X5\rM303', ['gcode/unreadable']],
  ['M109 S', ['gcode/too-hot']],
  ['T3', ['gcode/bad-value']],
])('%j is read as firmwares read it, or not at all', (line, codes) => {
  expect(codesOf(line)).toEqual(codes);
});

test('a line that is longer than a machine reads is refused', () => {
  expect(codesOf(`;${'x'.repeat(70_000)}`)).toEqual(['gcode/line-too-long']);
  expect(codesOf(`G1 X1 ${' '.repeat(600)}`)).toEqual(['gcode/line-too-long']);
});

test.each<[string, string, string[]]>([
  ['relative moves add up', 'G91\nG1 X200\nG1 X200', ['gcode/outside']],
  ['a shifted origin does not move the bed', 'G92 X200\nG1 X100\nG1 X230', ['gcode/outside']],
  ['inches are inches', 'G20\nG1 X12', ['gcode/outside']],
  ['the feed of inches too', 'G20\nG1 X1 F1300', ['gcode/too-fast']],
  ['an arc is as wide as it goes, not as its ends', 'G1 X1 Y100\nG2 X1 Y120 I-2 J10', ['gcode/outside']],
  ['and may go the other way round', 'G1 X1 Y100\nG3 X1 Y120 I-2 J10', []],
  ['a short way round of a radius is inside', 'G1 X50 Y50\nG2 X60 Y60 R10\nG2 X50 Y50 R-10', []],
  ['a whole circle reaches round', 'G1 X80 Y80\nG2 I60', []],
  ['and over the edge', 'G1 X50 Y50\nG2 I-60', ['gcode/outside']],
  ['nor through probing', 'G92 X-100\nG29', ['gcode/ambiguous']],
  ['an arc has a radius or a centre', 'G1 X50 Y50\nG2 X60 Y60 R10 I5', ['gcode/ambiguous']],
  ['nothing is shifted after homing', 'G28\nG92 X0', ['gcode/not-homed']],
  ['nor moved by a distance', 'G28\nG91\nG1 X20', ['gcode/outside']],
  ['lifting is', 'G28\nG91\nG1 Z5', []],
  ['a purge line may lie beside the bed', 'G1 Y-3', []],
])('%s', (_name, lines, codes) => {
  expect(codesOf(lines)).toEqual(codes);
});

test('before homing a machine may be lifted and nothing else', () => {
  expect(check('G91\nG1 Z5\nG90\nG28\nG1 X0 Y0 Z1\nG1 X9 E1').refusals).toEqual([]);
  expect(check('G1 X5 Y5 E1').refusals.map(({ code }) => code)).toContain('gcode/not-homed');
});

test('a round bed is round', () => {
  expect(codesOf('G1 X70 Y70', {}, ROUND)).toEqual([]);
  expect(codesOf('G1 X99 Y99', {}, ROUND)).toEqual(['gcode/outside']);
  expect(codesOf('G1 X-74 Y-65\nG3 X78 Y-65 I75 J65 F200', {}, ROUND)).toEqual([]);
  expect(codesOf('G1 X60 Y60\nG3 X60 Y61 R-40', {}, ROUND)).toEqual(['gcode/outside']);
});

test('a file that ends hot, or makes nothing, is refused as a whole', () => {
  expect(check('G28\nG1 X0 Y0 Z1 E1\nG1 X9 E9\nM104 S200\nM140 S60').refusals).toMatchObject([
    {
      code: 'gcode/heaters-on',
      line: 0,
      reason: expect.stringContaining('nozzle 0 at 200 °C, bed at 60 °C') as string,
    },
  ]);
  expect(check('G28\n').refusals).toMatchObject([{ code: 'gcode/empty', line: 0 }]);
});

test('macros that a machine has may be called, with temperatures that it stands', () => {
  const print = 'START_PRINT BED_TEMP=60 EXTRUDER_TEMP=215\nG1 X0 Y0 Z1 F900\nG1 X9 E1\n';
  expect(check(`${print}END_PRINT`).refusals).toEqual([]);
  expect(check(print).refusals).toMatchObject([{ code: 'gcode/heaters-on' }]);
  const silent = 'START_PRINT\nG1 X0 Y0 Z1 F900\nG1 X9 E1\n';
  expect(check(silent).refusals).toMatchObject([{ code: 'gcode/heaters-on' }]);
  expect(check(`${silent}M104 S0\nM140 S0`).refusals).toEqual([]);
  expect(codesOf('MY_PURGE A=1')).toEqual(['gcode/not-allowed']);
  expect(codesOf('my_purge a=1', { macros: ['MY_PURGE'] })).toEqual([]);
  expect(codesOf('M907 E430')).toEqual(['gcode/not-allowed']);
  expect(codesOf('M907 E430', { alsoAllowed: ['M907'] })).toEqual([]);
  expect(codesOf('M500', { alsoAllowed: ['M500'] })).toEqual(['gcode/forbidden']);
  expect(codesOf('SET_GCODE_OFFSET Z=0\nSET_GCODE_OFFSET Z=-5')).toEqual(['gcode/forbidden']);
});

test('a file says the same however it is cut into chunks', () => {
  const bytes = Buffer.from(`${sample(SAMPLES[1])}\nM500\n`);
  const whole = check(bytes.toString());
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const checker = new GcodeChecker(limitsOf(RECTANGULAR));
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const size = sizes[i % sizes.length]!;
        checker.feed(bytes.subarray(at, at + size));
        at += size;
      }
      expect(checker.finish()).toEqual(whole);
    }),
    { numRuns: 40 },
  );
});

// What the real PrusaSlicer makes with the vendors' profiles that it ships, against the check of the lab: all of it
// passes untouched, and none of it with a danger planted in it. Needs the Debian package prusa-slicer, else skipped.

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GcodeChecker } from '../../libs/common/src/core/gcode/check-gcode.js';
import { limitsOf, type GcodeLimits } from '../../libs/common/src/core/gcode/gcode-limits.js';
import { REPOSITORY } from '../../infra/repository.js';

const VENDORS = '/usr/share/PrusaSlicer/profiles';
const DESIGN = join(REPOSITORY, 'data/designs/syringe-pump/Pump_Syringe_Brace_v51.stl');
/** Vendor, printer, and the margin that its start G-code needs beyond the usual. */
const PRINTERS: readonly (readonly [vendor: string, printer: string, marginMm?: number])[] = [
  ['PrusaResearch', 'Original Prusa i3 MK2S'],
  ['PrusaResearch', 'Original Prusa i3 MK3S & MK3S+'],
  ['PrusaResearch', 'Original Prusa MINI & MINI+'],
  ['Creality', 'Creality Ender-3 BLTouch (0.4 mm nozzle)'],
  ['Creality', 'Creality Ender-3 S1 Plus (0.4 mm nozzle)'],
  ['Elegoo', 'Elegoo Neptune-3'],
  ['FLSun', 'FLSun Q5'],
  ['FLSun', 'FLSun QQS Pro'],
  ['Anycubic', 'Anycubic Kossel Linear Plus'],
  ['Anycubic', 'Anycubic i3 Mega'],
  ['Ultimaker', 'Ultimaker 2'],
  ['Zonestar', 'Zonestar Z5X'],
  ['BIBO', 'BIBO2 Touch Dual extrusion'],
  ['RatRig', 'RatRig V-Core-3-300'],
  ['Snapmaker', 'Snapmaker A350', 12],
];
const run = promisify(execFile);

type Section = Readonly<Record<string, string>>;
type Bundle = ReadonlyMap<string, Section>;

/** The sections of a vendor's file. */
function readBundle(vendor: string): Bundle {
  const bundle = new Map<string, Record<string, string>>();
  let section: Record<string, string> = {};
  for (const line of readFileSync(join(VENDORS, `${vendor}.ini`), 'utf8').split(/\r?\n/)) {
    const name = /^\[(.+)\]$/.exec(line)?.[1];
    const [, key, value] = /^(\w+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined) bundle.set(name, (section = {}));
    else if (key !== undefined) section[key] = value ?? '';
  }
  return bundle;
}

/** A section with all that it inherits. */
function resolved(bundle: Bundle, kind: string, name: string): Section {
  const section = bundle.get(`${kind}:${name}`);
  if (section === undefined) throw new Error(`The profiles have no ${kind} “${name}”.`);
  const parents = (section['inherits'] ?? '').split(';').map((parent) => parent.trim());
  const inherited = parents.filter((parent) => parent !== '').map((parent) => resolved(bundle, kind, parent));
  return Object.assign({}, ...inherited, section) as Section;
}

const first = (text = ''): string => text.split(';')[0]!.replaceAll('"', '').trim();

/** Printer, print and filament as the vendor has put them together. */
function profileOf(vendor: string, printer: string): Section {
  const bundle = readBundle(vendor);
  const own = resolved(bundle, 'printer', printer);
  const print = resolved(bundle, 'print', first(own['default_print_profile']));
  const filament = resolved(bundle, 'filament', first(own['default_filament_profile']));
  return { ...print, ...filament, ...own };
}

function limitsOfProfile(profile: Section, marginMm: number | undefined): GcodeLimits {
  const corners = profile['bed_shape']!.split(',').map((corner) => corner.split('x').map(Number));
  const [xs, ys] = [corners.map(([x]) => x!), corners.map(([, y]) => y!)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const buildVolumeMm = { x: Math.max(...xs) - x, y: Math.max(...ys) - y, z: Number(profile['max_print_height']) };
  const bedShape = corners.length > 8 ? 'round' : 'rectangular';
  const tools = (profile['nozzle_diameter'] ?? '').split(',').length;
  return limitsOf({ buildVolumeMm, bedShape }, { marginMm, originMm: { x, y }, tools });
}

function check(text: string, limits: GcodeLimits) {
  const checker = new GcodeChecker(limits);
  checker.feed(Buffer.from(text));
  return checker.finish();
}

const PLANTED = [
  'M302 P1',
  'm303 e0 s200',
  'M92X80',
  'N3 M500*12',
  '  M851 Z-2 ; adjust',
  'M997',
  'M28 a.g',
  'M81',
  'M112',
  'RUN_SHELL_COMMAND CMD=x',
  'save_config',
  '@pause',
  ';//action:cancel',
  'M104 S400',
  'M140S200',
  'G53',
  'G1 X9999',
  'G1 X1 X2',
  'G1 X1 M500',
  'M211 S0',
  'FIRMWARE_RESTART',
  'SET_GCODE_VARIABLE MACRO=a VARIABLE=b VALUE=1',
];

describe.skipIf(!existsSync(VENDORS))('with PrusaSlicer and its vendors', () => {
  let folder: string;
  const made: { printer: string; text: string; limits: GcodeLimits }[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fabcommons-stock-'));
    for (const [vendor, printer, marginMm] of PRINTERS) {
      const profile = profileOf(vendor, printer);
      const [ini, gcode] = [join(folder, 'profile.ini'), join(folder, 'made.gcode')];
      const hidden = /^(inherits|compatible_|default_|renamed_from|printer_variant)/;
      const lines = Object.entries(profile).filter(([key]) => !hidden.test(key));
      writeFileSync(ini, lines.map(([key, value]) => `${key} = ${value}\n`).join(''));
      await run('prusa-slicer', ['--export-gcode', '--load', ini, '--output', gcode, DESIGN], { cwd: folder });
      made.push({ printer, text: readFileSync(gcode, 'utf8'), limits: limitsOfProfile(profile, marginMm) });
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('all that the profiles make passes untouched', () => {
    const refused = made.map(({ printer, text, limits }) => [printer, check(text, limits).refusals] as const);
    expect(refused.filter(([, refusals]) => refusals.length > 0)).toEqual([]);
  });

  test('and is seen through: time, weight, layers and temperatures', () => {
    for (const { text, limits } of made) {
      const { seen } = check(text, limits);
      expect(seen.said.seconds).toBeGreaterThan(60);
      expect(seen.layers).toBeGreaterThan(20);
      expect(seen.maxNozzleCelsius).toBeGreaterThan(180);
    }
  });

  test('with a danger planted anywhere between homing and the end, every one of 600 is refused with its line', () => {
    const plans = fc.record({
      file: fc.nat(made.length - 1),
      danger: fc.constantFrom(...PLANTED),
      where: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(plans, ({ file, danger, where }) => {
        const { text, limits } = made[file]!;
        const lines = text.split('\n');
        const from = lines.findIndex((line) => /^(G28|START_PRINT|start_print)/i.test(line)) + 1;
        const at = from + Math.floor(where * (lines.length - 200 - from));
        lines.splice(at, 0, danger);
        expect(check(lines.join('\n'), limits).refusals.map(({ line }) => line)).toContain(at + 1);
      }),
      { numRuns: 600 },
    );
  });
});

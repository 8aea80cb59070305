import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { GcodeFirmware } from './execute-gcode.js';

const run = (...lines: string[]) => {
  const firmware = new GcodeFirmware({ x: 200, y: 200, z: 180 });
  for (const line of lines) firmware.take(line);
  return firmware.run;
};

test('a move takes its length over its feed, heating its degrees, homing its time', () => {
  expect(run('G28').seconds).toBe(8);
  expect(run('G28', 'G1 X100 F6000 ; fast').seconds).toBeCloseTo(9);
  expect(run('M190 S62').seconds).toBeCloseTo(40);
  expect(run('M104 S222', 'M109 S222').seconds).toBeCloseTo(50);
  expect(run('G4 P1500', 'G4 S2').seconds).toBeCloseTo(3.5);
});

test('short moves never reach their feed', () => {
  const { seconds } = run('G28', 'G1 X0.6 F18000');
  expect(seconds - 8).toBeCloseTo(0.6 / Math.sqrt(1_500 * 0.6));
});

test('an arc is as long as its turn', () => {
  const { seconds } = run('G28', 'G1 X100 Y100 F6000', 'G2 X100 Y100 I-20 J0 F600');
  const before = run('G28', 'G1 X100 Y100 F6000').seconds;
  expect(seconds - before).toBeCloseTo((2 * Math.PI * 20) / 10);
});

test('filament is weighed, taken back and pushed again, absolute or relative', () => {
  expect(run('G28', 'M109 S200', 'M83', 'G1 X10 E100 F600', 'G1 E-5', 'G1 E5').massGrams).toBeCloseTo(0.2982);
  expect(run('G28', 'M109 S200', 'G92 E50', 'G1 X10 E60 F600').massGrams).toBeCloseTo(0.02982);
});

test.each([
  ['G1 X10', 'Must home X first.'],
  ['G28\nG1 X250', 'Move out of range: X250.000.'],
  ['G28\nG91\nG1 Z100\nG1 Z100', 'Move out of range: Z200.000.'],
  ['G28\nG1 X10 E5', 'Extrude below minimum temp.'],
  ['M104 S400', 'The nozzle can not be heated to 400 °C.'],
  ['M112', 'Emergency stop.'],
])('%j is refused as firmware does', (lines, reason) => {
  expect(run(...lines.split('\n')).fault).toEqual({ line: lines.split('\n').length, reason });
});

test.each([
  ['cura-4.13-ender3.gcode', { x: 235, y: 235, z: 250 }],
  ['prusaslicer-2.5-mk25.gcode', { x: 250, y: 210, z: 210 }],
])('%s runs as its slicer wrote it', (name, volumeMm) => {
  const firmware = new GcodeFirmware(volumeMm);
  const samples = new URL('../../../../../../libs/common/src/core/gcode/samples/', import.meta.url);
  for (const line of readFileSync(new URL(name, samples), 'utf8').split('\n')) firmware.take(line);
  expect(firmware.run.fault).toBeUndefined();
  expect(firmware.run.massGrams).toBeGreaterThan(0);
});

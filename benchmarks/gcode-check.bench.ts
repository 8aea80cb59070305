// The lab's check of G-code: a file as PrusaSlicer writes it, in the chunks in which it comes off the disk, beside only
// counting its lines.

import { GcodeChecker } from '#core/gcode/check-gcode';
import { limitsOf } from '#core/gcode/gcode-limits';
import type { Benchmark } from './benchmark.js';
import { alone, type Loop, type Row } from './measure.js';

const LINES = 400_000;
const CHUNK_BYTES = 1 << 18;
const TIMES = 12;
const MACHINE = { buildVolumeMm: { x: 250, y: 210, z: 210 }, bedShape: 'rectangular' } as const;

export const benchmark: Benchmark = {
  name: 'gcode-check',
  title: 'Checking G-code at the lab, ms a file',
  run() {
    const bytes = file();
    const chunks = chunksOf(bytes);
    const megabytes = bytes.length / 1e6;
    const rowOf = (figure: string, loop: Loop): Row => ({
      figure,
      ...loop,
      note: `${((1000 * megabytes) / loop.p50Ms).toFixed(0)} MB/s of ${megabytes.toFixed(1)} MB`,
    });
    const count = alone(TIMES, () => chunks.reduce((lines, chunk) => lines + linesOf(chunk), 0));
    const check = alone(TIMES, () => {
      const checker = new GcodeChecker(limitsOf(MACHINE));
      for (const chunk of chunks) checker.feed(chunk);
      if (checker.finish().refusals.length > 0) throw new Error('The file of the benchmark is refused.');
    });
    return Promise.resolve([
      { ...rowOf('only counting the lines', count), limit: true },
      rowOf('every line read, followed and held against the machine', check),
    ]);
  },
};

/** Walls and infill of a spiral over the bed, with the digits and comments that slicers write. */
function file(): Uint8Array {
  const lines = ['M140 S60', 'M104 S215', 'G28 ; home', 'G90', 'M83', 'G1 Z0.2 F720'];
  for (let i = 0; i < LINES; i += 1) {
    const [angle, reach] = [i / 37, 20 + (i % 6_000) / 80];
    const [x, y] = [125 + reach * Math.cos(angle), 105 + reach * Math.sin(angle)];
    if (i % 6_000 === 0) lines.push(';LAYER_CHANGE', `G1 Z${(0.2 + i / 30_000).toFixed(2)} F720`, ';TYPE:Perimeter');
    lines.push(`G1 X${x.toFixed(3)} Y${y.toFixed(3)} E${(0.02 + (i % 7) / 300).toFixed(5).slice(1)}`);
  }
  lines.push('M104 S0 ; turn off temperature', 'M140 S0', 'M84', '');
  return new TextEncoder().encode(lines.join('\n'));
}

function chunksOf(bytes: Uint8Array): Uint8Array[] {
  const count = Math.ceil(bytes.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, i) => bytes.subarray(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}

function linesOf(chunk: Uint8Array): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}

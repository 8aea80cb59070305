// Binary STLs of a hundred thousand to five million triangles, measured three ways; beside a plain read of the file,
// three's loader with the volume, and admesh.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STLLoader } from 'three/examples/jsm/loaders/STLLoader.js';
import { measure } from '#core/geometry/measure';
import { measureFully } from '#core/geometry/measure-fully';
import type { Mesh } from '#core/geometry/mesh';
import { writeStl } from '#core/geometry/write-stl';
import { measureSolidFile } from '#platform/workers/solid-file';
import { readStlFile } from '#platform/workers/stl-pieces';
import type { Benchmark } from './benchmark.js';
import { alone, beside, loopOf, type Row } from './measure.js';
import { shuffled, wavyRing } from './wavy-ring.js';

interface Size {
  readonly name: string;
  readonly mesh: () => Mesh;
  readonly triangles: number;
  readonly times: number;
}

const SIZES: readonly Size[] = [
  { name: '100 k', mesh: () => wavyRing(100, 500), triangles: 100_000, times: 15 },
  { name: '1 M', mesh: () => wavyRing(500, 1000), triangles: 1_000_000, times: 7 },
  { name: '1 M, shuffled', mesh: () => shuffled(wavyRing(500, 1000)), triangles: 1_000_000, times: 3 },
  { name: '5 M', mesh: () => wavyRing(1000, 2500), triangles: 5_000_000, times: 3 },
];
const LIMITS = { maxFileBytes: 2 ** 30, read: {} };
const run = promisify(execFile);

export const benchmark: Benchmark = {
  name: 'mesh-measures',
  title: 'A binary STL from disk, one thread',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'fabcommons-bench-'));
    try {
      const rows: Row[] = [];
      for (const size of SIZES) {
        const path = join(folder, 'ring.stl');
        writeFileSync(path, writeStl(size.mesh()));
        rows.push(...(await rowsOf(size, path)));
      }
      return rows;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function rowsOf(size: Size, path: string): Promise<Row[]> {
  const { name, times } = size;
  const time = (figure: string, once: () => void): Row => ({ figure: `${name}: ${figure}`, ...alone(times, once) });
  const reading: Row = { ...time('reading the file alone', () => readFileSync(path)), limit: true };
  const three: Row = { ...time('three’s STLLoader, and the volume', () => load(path)), limit: true };
  const check: Row = { ...(await admesh(path, size)), limit: true };
  const solid = time('box, volume, area, overhang', () => sumUp(path, size));
  const timesFaster = (three.p50Ms ?? Number.NaN) / (solid.p50Ms ?? Number.NaN);
  const checked = time('and the full check: weld, shells, edges', () => checkAll(path, size));
  return [
    reading,
    three,
    check,
    { ...beside(solid, reading), note: `${timesFaster.toFixed(1)} times as fast as three` },
    check.p50Ms === undefined ? checked : beside(checked, check),
    time('and everything: walls, orientations, footprint', () => void measureFully(parsed(path))),
  ];
}

function sumUp(path: string, { triangles }: Size): void {
  const solid = measureSolidFile(path, 'ring.stl', LIMITS);
  if (!solid.ok || solid.value.triangles !== triangles) throw new Error('The ring was read wrongly.');
}

function checkAll(path: string, { triangles }: Size): void {
  const measures = measure(parsed(path));
  if (!measures.watertight || measures.shells !== 1 || measures.triangles !== triangles) {
    throw new Error('The ring was read wrongly.');
  }
}

function parsed(path: string): Mesh {
  const read = readStlFile(path, 'ring.stl', { limits: LIMITS, pass: () => {} });
  if (!read?.ok) throw new Error('The ring was not read.');
  return read.value.mesh;
}

function load(path: string): void {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  const whole = byteOffset === 0 && byteLength === buffer.byteLength;
  const bytes = (whole ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)) as ArrayBuffer;
  const corners = new STLLoader().parse(bytes).attributes['position']!.array;
  let six = 0;
  for (let i = 0; i < corners.length; i += 9) {
    const [ax, ay, az] = [corners[i]!, corners[i + 1]!, corners[i + 2]!];
    const [bx, by, bz] = [corners[i + 3]!, corners[i + 4]!, corners[i + 5]!];
    const [cx, cy, cz] = [corners[i + 6]!, corners[i + 7]!, corners[i + 8]!];
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  if (!(six > 0)) throw new Error('three read the ring wrongly.');
}

async function admesh(path: string, { name, times }: Size): Promise<Row> {
  const figure = `${name}: admesh, its exact check`;
  const samplesMs: number[] = [];
  const begin = performance.now();
  try {
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      await run('admesh', ['--exact', path]);
      samplesMs.push(performance.now() - start);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { figure, note: 'not on this machine’s PATH' };
  }
  return { figure, ...loopOf(samplesMs, performance.now() - begin) };
}

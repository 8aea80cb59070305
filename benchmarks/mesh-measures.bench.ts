// A part of a million triangles, read and checked; beside a plain read of the file, three's loader and admesh.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STLLoader } from 'three/examples/jsm/loaders/STLLoader.js';
import { measure, measureSolid } from '#core/geometry/measure';
import type { Mesh } from '#core/geometry/mesh';
import { readMesh } from '#core/geometry/read-mesh';
import { writeStl } from '#core/geometry/write-stl';
import type { Benchmark } from './benchmark.js';
import { alone, beside, loopOf, type Row } from './measure.js';

const RINGS = 500;
const SEGMENTS = 1_000;
const TIMES = 7;
const run = promisify(execFile);

export const benchmark: Benchmark = {
  name: 'mesh-measures',
  title: 'A binary STL of a million triangles, one thread',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'fabcommons-bench-'));
    const path = join(folder, 'torus.stl');
    try {
      writeFileSync(path, writeStl(torus()));
      const loader: Row = { figure: 'three’s STLLoader', limit: true, ...alone(TIMES, () => load(path)) };
      return [
        { figure: 'reading the file alone', limit: true, ...alone(TIMES, () => readFileSync(path)) },
        loader,
        await admesh(path),
        beside(
          { figure: 'read, parse; box, volume and area', ...alone(TIMES, () => measureSolid(parsed(path))) },
          loader,
        ),
        beside({ figure: 'and check: weld, shells, edges', ...alone(TIMES, () => checked(path)) }, loader),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** A closed ring with a wave in it, so that no two triangles are alike. */
function torus(): Mesh {
  const positions = new Float32Array(RINGS * SEGMENTS * 18);
  const corner = (ring: number, segment: number): [number, number, number] => {
    const [u, v] = [(2 * Math.PI * (ring % RINGS)) / RINGS, (2 * Math.PI * (segment % SEGMENTS)) / SEGMENTS];
    const tube = 20 + 2 * Math.sin(5 * u) * Math.cos(7 * v);
    return [(60 + tube * Math.cos(v)) * Math.cos(u), (60 + tube * Math.cos(v)) * Math.sin(u), tube * Math.sin(v)];
  };
  let to = 0;
  for (let ring = 0; ring < RINGS; ring++) {
    for (let segment = 0; segment < SEGMENTS; segment++) {
      const [a, b] = [corner(ring, segment), corner(ring + 1, segment)];
      const [c, d] = [corner(ring + 1, segment + 1), corner(ring, segment + 1)];
      for (const one of [a, b, c, a, c, d]) {
        positions.set(one, to);
        to += 3;
      }
    }
  }
  return { positions };
}

function parsed(path: string): Mesh {
  const read = readMesh(readFileSync(path), 'torus.stl');
  if (!read.ok) throw new Error(read.refusal.message);
  return read.value.mesh;
}

function checked(path: string): void {
  const { watertight, triangles, shells } = measure(parsed(path));
  if (!watertight || shells !== 1 || triangles !== 2 * RINGS * SEGMENTS) throw new Error('The ring was read wrongly.');
}

function load(path: string): void {
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  new STLLoader().parse(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

async function admesh(path: string): Promise<Row> {
  const figure = 'admesh, its exact check, in a process of its own';
  const samplesMs: number[] = [];
  const begin = performance.now();
  try {
    for (let i = 0; i < TIMES; i++) {
      const start = performance.now();
      await run('admesh', ['--exact', path]);
      samplesMs.push(performance.now() - start);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { figure, limit: true, note: 'not on this machine’s PATH' };
  }
  return { figure, limit: true, ...loopOf(samplesMs, performance.now() - begin) };
}

// The measures against three other tools, on real meshes. The data is not part of the repository: read when present.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type FullMeasures, measureFully } from '#core/geometry/measure-fully';
import { areaOf } from '#core/geometry/polygon';
import { problemsOf } from '#core/geometry/problems';
import { readMesh } from '#core/geometry/read-mesh';
import { mustBeOk } from '#core/kernel/result';

const DATA = new URL('../../../shared/data/', import.meta.url);
const TRUTH = new URL('ground_truth.csv', DATA);
const TOLERANCE = 0.001;
const MEASURED = ['stl', '3mf', 'obj'];

type Row = Readonly<Record<string, string>>;

/** No field of this file is quoted with a line break in it. */
function readRows(): Row[] {
  if (!existsSync(TRUTH)) return [];
  const [head = '', ...lines] = readFileSync(TRUTH, 'utf8').trim().split(/\r?\n/);
  const names = fields(head);
  return lines.map((line) => Object.fromEntries(fields(line).map((field, i) => [names[i]!, field])));
}

const fields = (line: string): string[] =>
  [...line.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].slice(0, -1).map((match) => match[1]!.replace(/^"|"$/g, ''));

const meshes = readRows().filter(({ format }) => MEASURED.includes(format!));
const isMade = ({ expected }: Row): boolean => !/reject|MUST FAIL/.test(expected!);
const watertight = meshes.filter((row) => row.watertight === 'true' && isMade(row));
const faulty = meshes.filter((row) => row.watertight === 'false' && row.class !== 'malformed' && isMade(row));
const named = (rows: readonly Row[]) => rows.map((row) => [row.file!, row] as const);
const read = (file: string) => readMesh(readFileSync(new URL(file, DATA)), file);
const near = (actual: number, wanted: number, what: string): void =>
  expect(Math.abs(actual - Math.abs(wanted)), `${what}: ${actual}, not ${wanted}`).toBeLessThanOrEqual(
    Math.abs(wanted) * TOLERANCE,
  );

/** What holds for every part, whatever it looks like. */
function expectSense(measured: FullMeasures): void {
  const { orientations, footprintMm, thinnestWall, boxMm, overhangMm2, areaMm2 } = measured;
  const { proposed, resting } = orientations;
  expect(overhangMm2).toBeLessThan(areaMm2);
  if (thinnestWall) expect(thinnestWall.thicknessMm).toBeLessThanOrEqual(Math.hypot(boxMm.x, boxMm.y, boxMm.z));
  expect(resting.length).toBeLessThanOrEqual(9);
  expect(proposed.reason).toMatch(/^(As it stands in its file|Turned): .+\.$/);
  expect(areaOf(footprintMm)).toBeLessThanOrEqual(proposed.boxMm.x * proposed.boxMm.y * (1 + 1e-6));
  // JSON has no other numbers: NaN and infinities would become null.
  expect(JSON.stringify(measured)).not.toContain('null');
}

describe.runIf(existsSync(TRUTH))('watertight real meshes measure as three other tools measured them', () => {
  test.each(named(watertight))('%s', { timeout: 30_000 }, (file, row) => {
    const measured = measureFully(mustBeOk(read(file)).mesh);
    const truth = (column: string): number => Number(row[column]);

    expect(measured).toMatchObject({ triangles: truth('triangles'), shells: truth('shells'), watertight: true });
    expect(measured.degenerateTriangles).toBe(truth('degenerate_tris'));
    expect(measured.duplicateTriangles).toBe(truth('duplicate_tris'));
    near(measured.volumeMm3, truth('volume_mm3'), 'volume');
    near(measured.areaMm2, truth('area_mm2'), 'area');
    near(measured.boxMm.x, truth('size_x'), 'x');
    near(measured.boxMm.y, truth('size_y'), 'y');
    near(measured.boxMm.z, truth('size_z'), 'z');
    expectSense(measured);
  });
});

describe.runIf(existsSync(TRUTH))('faults of real meshes are counted as by others, and told with their place', () => {
  test.each(named(faulty))('%s', { timeout: 30_000 }, (file, row) => {
    const measured = measureFully(mustBeOk(read(file)).mesh);
    const truth = (column: string): number => Number(row[column]);

    expect(measured).toMatchObject({
      triangles: truth('triangles'),
      shells: truth('shells'),
      watertight: false,
      openEdges: truth('edges_open'),
      nonManifoldEdges: truth('edges_nonmanifold'),
      misorientedEdges: truth('edges_misoriented'),
      degenerateTriangles: truth('degenerate_tris'),
      duplicateTriangles: truth('duplicate_tris'),
    });
    near(measured.areaMm2, truth('area_mm2'), 'area');
    expect(measured.thinnestWall).toBeUndefined();
    const told = problemsOf(measured).filter(({ code }) => /^(not-watertight|non-manifold|misoriented)$/.test(code));
    expect(told.length).toBeGreaterThan(0);
    for (const { place, count } of told) {
      expect(count).toBeGreaterThan(0);
      for (const axis of ['x', 'y', 'z'] as const) {
        expect(place![axis]).toBeGreaterThanOrEqual(measured.minMm[axis] - 1e-3);
        expect(place![axis]).toBeLessThanOrEqual(measured.maxMm[axis] + 1e-3);
      }
    }
    expectSense(measured);
  });
});

describe.runIf(existsSync(TRUTH))('3MF files of the consortium', () => {
  const of = (expected: string) => named(meshes.filter((row) => row.expected === expected));

  test.each(of('MUST FAIL'))('%s is refused, or its fault is named', (file) => {
    const result = read(file);
    if (result.ok) expect(result.value.problems).toMatchObject([{ code: 'file-fault', severity: 'warning' }]);
    else expect(result.refusal.code).toMatch(/^model3mf\//);
  });

  test.each(of('MUST PASS'))('%s is read without a complaint', (file) => {
    expect(mustBeOk(read(file)).problems).toEqual([]);
  });
});

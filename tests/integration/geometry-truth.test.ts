// The measures against three other tools, on real meshes. The data is not part of the repository: read when present.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measure } from '#core/geometry/measure';
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

const rows = readRows().filter(
  (row) => MEASURED.includes(row.format!) && row.watertight === 'true' && !/reject|MUST FAIL/.test(row.expected!),
);

describe.runIf(existsSync(TRUTH))('watertight real meshes measure as three other tools measured them', () => {
  test.each(rows.map((row) => [row.file!, row] as const))('%s', { timeout: 30_000 }, (file, row) => {
    const model = mustBeOk(readMesh(readFileSync(new URL(file, DATA)), file));
    const measured = measure(model.mesh);
    const truth = (column: string): number => Number(row[column]);

    expect(measured).toMatchObject({ triangles: truth('triangles'), shells: truth('shells'), watertight: true });
    expect(measured.degenerateTriangles).toBe(truth('degenerate_tris'));
    const near = (actual: number, column: string): void => {
      const wanted = Math.abs(truth(column));
      expect(Math.abs(actual - wanted), `${column}: ${actual}, not ${wanted}`).toBeLessThanOrEqual(wanted * TOLERANCE);
    };
    near(measured.volumeMm3, 'volume_mm3');
    near(measured.areaMm2, 'area_mm2');
    near(measured.boxMm.x, 'size_x');
    near(measured.boxMm.y, 'size_y');
    near(measured.boxMm.z, 'size_z');
  });
});

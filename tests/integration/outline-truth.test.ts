// Real drawings against what another program (ezdxf) measured on them, and drawings made to hurt. The files are not part
// of the repository: read when they are there.

import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureOutline } from '#core/geometry/outline/measure-outline';
import { readOutline } from '#core/geometry/outline/read-outline';
import { mustBeOk } from '#core/kernel/result';

const DATA = new URL('../../../shared/data/', import.meta.url);
const TRUTH = new URL('ground_truth_2d.csv', DATA);

const read = (file: string) => readOutline(readFileSync(new URL(file, DATA)), file);

function truths(): { file: string; unit: string; entities: string; x: number; y: number; cut: number }[] {
  const [head, ...rows] = readFileSync(TRUTH, 'utf8').trim().split('\n');
  const columns = head!.split(',');
  return rows.map((row) => {
    const cells = row.split(',');
    const cell = (name: string): string => cells[columns.indexOf(name)]!;
    const number = (name: string): number => Number(cell(name));
    const [unit, entities] = [cell('unit'), cell('entities')];
    return { file: cell('file'), unit, entities, x: number('size_x'), y: number('size_y'), cut: number('cut_length') };
  });
}

describe.runIf(existsSync(TRUTH))('real drawings', () => {
  const dxf = existsSync(TRUTH) ? truths().filter(({ cut }) => cut > 0) : [];

  test.each(dxf.map((one) => [one.file, one] as const))('%s is measured to a thousandth', (file, truth) => {
    const mm = truth.unit === 'inch' ? 25.4 : 1;
    const { paths, problems } = mustBeOk(read(file));
    const { boxMm, cutLengthMm } = measureOutline(paths);
    // Gaps that are closed are cut too.
    const gaps = problems.find(({ code }) => code === 'gaps-closed')?.count ?? 0;
    expect(Math.abs(cutLengthMm - truth.cut * mm)).toBeLessThan(0.001 * truth.cut * mm + 0.05 * gaps);
    expect(problems.some(({ code }) => code === 'unit-missing')).toBe(truth.unit.startsWith('unitless'));
    // Texts and pictures have a size, and are not cut.
    if (/TEXT|IMAGE/.test(truth.entities)) return;
    expect(Math.abs(boxMm.x / (truth.x * mm) - 1)).toBeLessThan(0.001);
    expect(Math.abs(boxMm.y / (truth.y * mm) - 1)).toBeLessThan(0.001);
  });

  test('scripts are neither run nor followed, entities never expanded', () => {
    const { paths, problems } = mustBeOk(read('hostile/script.svg'));
    expect(measureOutline(paths)).toMatchObject({ boxMm: { x: 100, y: 50 }, areaMm2: 5000 });
    expect(problems.map(({ message }) => message)).toEqual([
      '1 × script left out: only lines are cut.',
      '1 × picture left out: only lines are cut.',
    ]);
    expect(read('hostile/xxe.svg')).toMatchObject({ refusal: { code: 'outline/doctype' } });
  });
});

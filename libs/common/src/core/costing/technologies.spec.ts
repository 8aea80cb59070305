import { describe, expect, it } from 'vitest';
import type { Part, Process } from '../design/part.js';
import { estimatePart } from './estimate-part.js';
import { MATERIALS, USUAL_MATERIALS } from './materials.js';
import { estimatesOf, plateWork } from './plate-work.js';
import { demandedOf } from './print-settings.js';

const part = (n: number, process: Process, heightMm: number): Part => ({
  id: `prt_${n}`,
  name: 'Part',
  fileSha256: 'a'.repeat(64),
  fileName: 'part.stl',
  quantity: 1,
  process,
  boxMm: { x: 30, y: 20, z: heightMm },
  volumeMm3: 600 * heightMm,
  areaMm2: 1200 + 100 * heightMm,
  triangles: 12,
  watertight: true,
  materials: [],
  cut: { lengthMm: 100, contours: 2 },
});
/** What a low and a high part take, alone and together. */
function taken(process: Process) {
  const parts = [part(1, process, 10), part(2, process, 40)];
  const estimates = estimatesOf(parts, USUAL_MATERIALS[process]);
  const works = [['prt_1'], ['prt_2'], ['prt_1', 'prt_2']].map(
    (ids) =>
    plateWork(ids.map((id) => ({ partId: id as Part['id'], count: 1 })), estimates), // prettier-ignore
  );
  const [low, high, both] = works.map(({ seconds }) => seconds) as [number, number, number];
  return { low, high, both, setUp: low + high - both, massGrams: works.map(({ massGrams }) => massGrams) };
}

describe('pieces that are made together', () => {
  it('add up where they are laid down one after another, but for the set-up', () => {
    const { setUp, massGrams } = taken('fdm');
    expect(setUp).toBeCloseTo(360, 6);
    expect(massGrams[2]).toBeCloseTo(massGrams[0]! + massGrams[1]!, 6);
  });

  it('take as long as the highest in resin', () => {
    const { high, both } = taken('sla');
    expect(both).toBe(high);
  });

  it('share the layers of powder and the heat of the chamber; what is melted adds up', () => {
    const { low, high, both } = taken('sls');
    // 6,000 mm³ at 15 mm³ a second; ten millimetres of layers and the hour of the chamber are there anyway.
    expect(both - high).toBeCloseTo(6000 / 15, 6);
    expect(low).toBeCloseTo(3600 + 10 * 200 + 6000 / 15, 6);
  });

  it('are cut out of one sheet one after another, and pay for their room on it', () => {
    const { low, setUp, massGrams } = taken('laser-cutting');
    expect(low).toBeCloseTo(300 + 100 / 15 + 2, 6);
    expect(setUp).toBeCloseTo(300, 6);
    expect(massGrams[0]).toBeCloseTo((33 * 23 * 3 * 0.68) / 1000, 6);
  });

  it('have an estimate in every material, or none for a sheet without cuts', () => {
    for (const [material, { process }] of Object.entries(MATERIALS)) {
      expect(estimatePart(part(1, process, 10), material)!.seconds).toBeGreaterThan(0);
    }
    expect(estimatePart({ ...part(1, 'laser-cutting', 0), cut: undefined }, 'MDF-3MM')).toBeUndefined();
  });
});

describe('one plate of several demands', () => {
  it('is printed by the strictest of them, and leaves to the lab what nobody demands', () => {
    const demands = [{ infillPercent: 20, layerMm: 0.3 }, { infillPercent: 80, layerMm: 0.1, supports: false }, {}];
    expect(demandedOf(demands)).toEqual({ infillPercent: 80, layerMm: 0.1, supports: false });
    expect(demandedOf([{}, {}])).toEqual({});
  });
});

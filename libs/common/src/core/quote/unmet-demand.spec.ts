import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import { route } from '../routing/route.js';
import { regionOf, unmetBy } from './unmet-demand.js';

const HOME = { lat: 45.7672, lon: 4.8336 };
const request = (more: object = {}) => ({ material: 'PLA', to: { at: HOME, label: '12 Quiet Street' }, ...more });
const answered = (input: ReturnType<typeof asked>) => {
  const { candidates, ...why } = route({ ...input, to: { at: HOME } });
  return { ...why, options: candidates as never[] };
};

describe('unmet demand', () => {
  it('tells what stood in the way, how far off it was, and roughly where', () => {
    const input = asked([aLab(1)], { boxMm: { x: 40, y: 40, z: 240 } });
    expect(unmetBy(input.requirement.parts, request(), answered(input))).toEqual({
      processes: ['fdm'],
      material: 'PLA',
      upToMm: 300,
      region: { lat: 46, lon: 5 },
      code: 'machine/size',
      requirement: 'has room for every part',
      miss: { what: 'Z', unit: 'mm', wanted: 240, has: 220 },
      wouldDo: { labs: 1, withinKm: 100 },
    });
  });

  it('tells nothing that a customer wrote, and not where they live', () => {
    const color = 'call 555 0100';
    const input = asked([aLab(1, {}, [aMachine(1, { loaded: [{ material: 'PLA', color: 'red' }] })])], { color });
    const unmet = unmetBy(input.requirement.parts, request({ color }), answered(input));
    expect(unmet?.requirement).toBe('has PLA in the wanted colour');
    expect(JSON.stringify(unmet)).not.toMatch(/555|Quiet|45\.7|4\.8/);
  });

  it('is nothing where somebody can, where there is no lab, and where only labs that were asked before refused', () => {
    const can = asked([aLab(1)]);
    expect(unmetBy(can.requirement.parts, request(), answered(can))).toBeUndefined();
    const nobody = asked([]);
    expect(unmetBy(nobody.requirement.parts, request(), answered(nobody))).toBeUndefined();
    const refused = asked([aLab(1)], {}, { refused: new Map([['lab_1', 'No time.']]) });
    expect(unmetBy(refused.requirement.parts, request(), answered(refused))).toBeUndefined();
  });

  it('has one region for both sides of the date line', () => {
    expect(regionOf({ lat: 0.1, lon: 179.9 })).toEqual(regionOf({ lat: -0.1, lon: -179.9 }));
  });
});

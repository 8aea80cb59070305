import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import { totalMinor } from '../costing/price-plate.js';
import { costOf } from './cost.js';
import { OBJECTIVES } from './objective.js';
import { FIRST_POLICY } from './policy.js';
import { type Candidate, type RoutingInput, route } from './route.js';

const BLOCK = { boxMm: { x: 60, y: 60, z: 40 } };
const blocks = (count: number, labs: Parameters<typeof asked>[0], input: Partial<RoutingInput> = {}) =>
  asked(labs, { ...BLOCK, count }, input);
const countsOf = ({ shares = [] }: Candidate) =>
  shares.map(({ candidate, counts }) => [candidate.machineId, counts.reduce((sum, { count }) => sum + count, 0)]);

/** A part for filament and one for resin. */
function ofTwoProcesses(labs: Parameters<typeof asked>[0], more: Partial<RoutingInput> = {}): RoutingInput {
  const input = asked(labs, {}, more);
  const [cube] = input.requirement.parts;
  const lens = { ...cube!, id: 'prt_2' as const, name: 'Lens', process: 'sla' as const };
  const counts = [...input.counts, { partId: lens.id, count: 2 }];
  return { ...input, requirement: { ...input.requirement, parts: [cube!, lens], ...more.requirement }, counts };
}
const resin = (n: number) => aMachine(n, { process: 'sla', loaded: [{ material: 'RESIN' }] });
const both = { processes: ['fdm', 'sla'] as const };

describe('an order that several machines make', () => {
  it('loses no piece and no cent, comes sooner than from any of them alone, and is the sum of its terms', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 300 }),
        fc.array(fc.record({ n: fc.integer({ min: 0, max: 40 }), machines: fc.integer({ min: 1, max: 3 }) }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.constantFrom(...OBJECTIVES),
        fc.constantFrom('pickup' as const, 'shipping' as const),
        (count, drawn, objective, delivery) => {
          const labs = [...new Map(drawn.map((one) => [one.n, one])).values()].map(({ n, machines }) =>
            aLab(
              n,
              {},
              Array.from({ length: machines }, (_, m) => aMachine(10 * n + m)),
            ),
          );
          const input = asked(labs, { ...BLOCK, count, delivery }, { objective });
          const { candidates } = route(input);
          const alone = Math.min(...candidates.filter(({ shares }) => !shares).map(({ arrivesAtMs }) => arrivesAtMs));
          for (const one of candidates) {
            expect(one.priceMinor).toBe(totalMinor(one.breakdown));
            expect(one.costMinor).toBe(costOf(one.terms));
            if (!one.shares) continue;
            expect(countsOf(one).reduce((sum, [, made]) => sum + Number(made), 0)).toBe(count);
            expect(new Set(countsOf(one).map(([machineId]) => machineId)).size).toBe(one.shares.length);
            expect(one.shares.reduce((sum, { candidate }) => sum + candidate.priceMinor, 0)).toBe(one.priceMinor);
            if (Number.isFinite(alone)) expect(one.arrivesAtMs).toBeLessThan(alone);
          }
        },
      ),
      { numRuns: 60 },
    ));

  it('is left with one machine while that does not take long, or where the policy lets no two share', () => {
    const labs = [aLab(1, {}, [aMachine(1), aMachine(2)]), aLab(2)];
    expect(route(asked(labs, { count: 9 }, { objective: 'fastest' })).candidates.some(({ shares }) => shares)).toBe(
      false,
    );
    const policy = { ...FIRST_POLICY, maxShares: 1 };
    expect(route(blocks(60, labs, { policy })).candidates.some(({ shares }) => shares)).toBe(false);
  });

  it('takes to each lab no more than that lab takes', () => {
    const labs = [aLab(1, { rules: { maxPieces: 40 } }), aLab(2, { rules: { maxPieces: 30 } }), aLab(3)];
    const { candidates, nearestMisses } = route(blocks(60, labs.slice(0, 2)));
    expect(candidates.map(countsOf)).toEqual([
      [
        ['mac_1', 30],
        ['mac_2', 30],
      ],
    ]);
    expect(nearestMisses).toEqual([]);
    expect(route(blocks(80, labs.slice(0, 2))).candidates).toEqual([]);
    expect(route(blocks(80, labs)).candidates.find(({ shares }) => !shares)).toMatchObject({ labId: 'lab_3' });
  });

  it('is carried once from each lab, however many of its machines made it', () => {
    const labs = [aLab(1, {}, [aMachine(1), aMachine(2), aMachine(3)])];
    const { candidates } = route(asked(labs, { ...BLOCK, count: 80, delivery: 'shipping' }, { objective: 'fastest' }));
    const [divided] = candidates;
    const alone = candidates.find(({ shares }) => !shares)!;
    expect(divided!.shares!.length).toBeGreaterThan(1);
    expect(divided!.breakdown.transport).toBe(alone.breakdown.transport);
    expect(divided!.labName).toBe('Lab 1');
  });

  it('keeps parts of two processes in one lab where that saves a parcel, and parts them where nobody does both', () => {
    const two = aLab(3, both, [aMachine(3), resin(13)]);
    const near = [aLab(1), aLab(2, { processes: ['sla'] }, [resin(2)])];
    const shipped = { delivery: 'shipping' as const };
    const cheapest = (labs: Parameters<typeof asked>[0]) => {
      const input = ofTwoProcesses(labs, { objective: 'cheapest' });
      return route({ ...input, requirement: { ...input.requirement, ...shipped } }).candidates[0]!;
    };
    expect(cheapest([...near, two]).labName).toBe('Lab 3');
    const apart = cheapest(near);
    expect(apart.labName).toBe('Lab 1 and Lab 2');
    expect(apart.shares!.map(({ material, counts }) => [material, counts[0]!.partId])).toEqual([
      ['PLA', 'prt_1'],
      ['RESIN', 'prt_2'],
    ]);
    expect(apart.priceMinor).toBeGreaterThan(cheapest([...near, two]).priceMinor);
  });

  it('is nobody’s where one of its processes is, and says which', () => {
    const { candidates, tally, nearestMisses } = route(ofTwoProcesses([aLab(1), aLab(2)]));
    expect(candidates).toEqual([]);
    expect(tally[0]).toMatchObject({ code: 'lab/process', requirement: 'makes by sla', labsRemoved: 2 });
    expect(nearestMisses[0]!.code).toBe('lab/process');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import type { LabProfile, LiveMachine } from '../lab/lab.js';
import { freeBeds, lyingIn } from '../lab/room.js';
import type { Requirement } from './requirements.js';
import { route } from './route.js';

/** What one lab with one machine is found to be for what is asked. */
function verdict(
  requirement: Parameters<typeof asked>[1],
  { lab = {}, machine = {} }: { lab?: Partial<LabProfile>; machine?: Partial<LiveMachine> } = {},
): string {
  const { candidates, passedOver, toAsk } = route(asked([aLab(1, lab, [aMachine(1, machine)])], requirement));
  if (candidates.length > 0) return 'yes';
  return passedOver[0]?.code ?? `ask ${toAsk[0]!.questions.map(({ code }) => code).join(' ')}`;
}

const rolls = (more: { color?: string; grade?: string }) => ({ loaded: [{ material: 'PLA', ...more }] });

describe('suitability', () => {
  it.each<[string, Partial<Requirement>, Record<'yes' | 'no' | 'unsaid', Partial<LiveMachine>>]>([
    ['machine/material', {}, { yes: {}, no: { loaded: [{ material: 'ABS' }] }, unsaid: { loaded: [] } }],
    ['machine/color', { color: 'Red' }, { yes: rolls({ color: 'red' }), no: rolls({ color: 'blue' }), unsaid: {} }],
    ['machine/grade', { grade: 'food' }, { yes: rolls({ grade: 'food' }), no: rolls({ grade: 'toy' }), unsaid: {} }],
    ['machine/nozzle', { nozzleMm: 0.4 }, { yes: { nozzleMm: 0.4 }, no: { nozzleMm: 0.6 }, unsaid: {} }],
    ['machine/feature', { minFeatureMm: 0.5 }, { yes: { nozzleMm: 0.4 }, no: { nozzleMm: 0.8 }, unsaid: {} }],
    ['machine/tolerance', { toleranceMm: 0.2 }, { yes: { toleranceMm: 0.1 }, no: { toleranceMm: 0.3 }, unsaid: {} }],
    [
      'machine/chamber',
      { chamberCelsius: 60 },
      { yes: { chamberCelsius: 60 }, no: { chamberCelsius: null }, unsaid: {} },
    ],
  ])('%s: says yes, no, or asks where the machine says nothing', (code, requirement, { yes, no, unsaid }) => {
    expect(verdict(requirement, { machine: yes })).toBe('yes');
    expect(verdict(requirement, { machine: no })).toBe(code);
    expect(verdict(requirement, { machine: unsaid })).toBe(`ask ${code}`);
  });

  it.each<[string, Partial<Requirement> & { count?: number }, Partial<LabProfile>, Partial<LabProfile>]>([
    ['lab/certification', { certifications: ['ISO 13485'] }, { certifications: ['iso 13485'] }, { certifications: [] }],
    [
      'lab/capability',
      { capabilities: ['laser'] },
      { declares: ['3d-printing', 'laser'] },
      { declares: ['3d-printing'] },
    ],
    ['lab/customers-files', { customersFile: true }, {}, { rules: { customersFiles: false } }],
    ['lab/mass', { count: 3 }, { rules: { maxMassGrams: 500 } }, { rules: { maxMassGrams: 1 } }],
    ['lab/pieces', { count: 3 }, { rules: { maxPieces: 3 } }, { rules: { maxPieces: 2 } }],
    ['lab/min-order', {}, { rules: { minOrderMinor: 1 } }, { rules: { minOrderMinor: 1e6 } }],
    ['lab/serves-near', {}, { rules: { maxDistanceKm: 1 } }, { rules: { maxDistanceKm: 0.1 } }],
    ['lab/too-far', { withinKm: 1 }, {}, { at: { lat: 46, lon: 5 } }],
    ['lab/too-late', { deadlineMs: 24 * 3_600_000 }, {}, { hours: [{ weekday: 7, fromMinute: 600, toMinute: 660 }] }],
  ])('%s: holds the lab’s own rules and facts', (code, requirement, yes, no) => {
    expect(verdict(requirement, { lab: yes })).toBe('yes');
    expect(verdict(requirement, { lab: no })).toBe(code);
  });

  it('asks a lab without machines which it has, and one that prints by something by what', () => {
    const bare = route(asked([aLab(1, { processes: [], declares: ['3d-printing'] }, [])]));
    expect(bare.candidates).toEqual([]);
    expect(bare.toAsk[0]!.questions.map(({ question }) => question)).toEqual([
      'Does Lab 1 make by fdm? It says 3d-printing.',
      'Which machines does Lab 1 have for fdm?',
    ]);
  });

  it('takes what is in the cupboard, at the price and in the time of putting it on', () => {
    const stocked = aMachine(2, { loaded: [{ material: 'ABS' }], stocked: [{ material: 'PLA' }] });
    const { candidates } = route(asked([aLab(1), aLab(2, {}, [stocked])]));
    const [loaded, changed] = candidates;
    expect([loaded!.materialChange, changed!.materialChange]).toEqual([false, true]);
    expect(changed!.readyAtMs - loaded!.readyAtMs).toBe(300_000);
    expect(changed!.breakdown.labour - loaded!.breakdown.labour).toBe(167);
  });

  it('turns a part that fits only so, says so, and costs the risk', () => {
    const rest = { rotation: [0, Math.SQRT1_2, 0, Math.SQRT1_2] as const, boxMm: { x: 240, y: 20, z: 20 } };
    const tall = { boxMm: { x: 20, y: 20, z: 240 } };
    expect(verdict(tall)).toBe('machine/size');
    const { candidates } = route(asked([aLab(1)], { ...tall, rests: new Map([['prt_1', [rest]]]) }));
    expect(candidates[0]!.turned).toEqual([
      { partId: 'prt_1', ...rest, says: '“Cube” is turned to fit: 240 × 20 × 20 mm instead of 20 × 20 × 240 mm.' },
    ]);
    expect(candidates[0]!.platePlans[0]!.boxMm).toEqual(rest.boxMm);
    expect(candidates[0]!.terms.risk.metric).toBeGreaterThan(0.05);
  });

  it('keeps parts off what is excluded of a bed, wherever it lies', () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            xMm: fc.nat(90),
            yMm: fc.nat(90),
            widthMm: fc.integer({ min: 1, max: 40 }),
            depthMm: fc.integer({ min: 1, max: 40 }),
          }),
          { maxLength: 4 },
        ),
        fc.constantFrom('rectangular' as const, 'round' as const),
        (excludedMm, bedShape) => {
          const machine = aMachine(1, { buildVolumeMm: { x: 100, y: 100, z: 100 }, bedShape, excludedMm });
          for (const bed of freeBeds(machine)) {
            for (const zone of excludedMm) {
              const apart = zone.xMm >= bed.originXMm + bed.xMm || zone.xMm + zone.widthMm <= bed.originXMm || zone.yMm >= bed.originYMm + bed.yMm || zone.yMm + zone.depthMm <= bed.originYMm; // prettier-ignore
              expect(apart).toBe(true);
            }
          }
        },
      ),
    ));

  it('finds the corner of a bed that is free for a part, and no more', () => {
    const machine = aMachine(1, { buildVolumeMm: { x: 100, y: 100, z: 50 }, excludedMm: [{ xMm: 0, yMm: 0, widthMm: 30, depthMm: 30 }] }); // prettier-ignore
    const part = (x: number, y: number) => asked([], { boxMm: { x, y, z: 10 } }).requirement.parts;
    expect(lyingIn(machine, part(100, 70))?.bed).toMatchObject({ originYMm: 30 });
    expect(lyingIn(machine, part(100, 71))).toBeUndefined();
    const { platePlans } = route(asked([aLab(1, {}, [machine])], { boxMm: { x: 90, y: 60, z: 10 } })).candidates[0]!;
    expect(platePlans[0]!.placements[0]).toMatchObject({ xMm: 0, yMm: 30 });
  });
});

describe('the nearest miss', () => {
  it('says what no lab near by has, who has it, and what else they lack', () => {
    const tall = (n: number, lon: number) =>
      aLab(n, { at: { lat: 45, lon } }, [aMachine(n, { buildVolumeMm: { x: 300, y: 300, z: 400 }, state: 'error' })]);
    const labs = [aLab(1), aLab(2), tall(3, 6.02), tall(4, 6.52)];
    const { nearestMisses, candidates } = route(asked(labs, { boxMm: { x: 50, y: 50, z: 300 } }));
    expect(candidates).toEqual([]);
    const size = nearestMisses.find(({ code }) => code === 'machine/size')!;
    expect(size).toMatchObject({
      removed: 2,
      met: { labs: 2, fromKm: 80, toKm: 120 },
      onlyThis: { labs: 2 },
      miss: { what: 'Z', wanted: 300, has: 220 },
    });
    expect(size.sentence).toMatch(/^No lab within 80 km has 300 mm in Z; 2 labs at 80–120 km can, but not one that has a working machine;/); // prettier-ignore
    expect(size.sentence).toMatch(/or split the part\.$/);
  });

  it('counts the labs that one requirement alone keeps out, whoever they are', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ red: fc.boolean(), tall: fc.boolean(), up: fc.boolean() }), {
          minLength: 1,
          maxLength: 30,
        }),
        (drawn) => {
          const labs = drawn.map(({ red, tall, up }, n) =>
            aLab(n, up ? {} : { status: 'suspended' }, [
              aMachine(n, {
                loaded: [{ material: 'PLA', color: red ? 'red' : 'blue' }],
                buildVolumeMm: { x: 200, y: 200, z: tall ? 300 : 100 },
              }),
            ]),
          );
          const { candidates, nearestMisses } = route(asked(labs, { color: 'red', boxMm: { x: 20, y: 20, z: 200 } }));
          const failing = (wanted: (typeof drawn)[number]) => drawn.filter((one) => one.red === wanted.red && one.tall === wanted.tall && one.up === wanted.up).length; // prettier-ignore
          if (failing({ red: true, tall: true, up: true }) > 0) {
            expect(candidates.length).toBeGreaterThan(0);
            return;
          }
          const only = (code: string) => nearestMisses.find((miss) => miss.code === code)?.onlyThis?.labs ?? 0;
          expect(only('machine/size')).toBe(failing({ red: true, tall: false, up: true }));
          expect(only('machine/color')).toBe(failing({ red: false, tall: true, up: true }));
          expect(only('lab/suspended')).toBe(failing({ red: true, tall: true, up: false }));
        },
      ),
      { numRuns: 60 },
    ));
});

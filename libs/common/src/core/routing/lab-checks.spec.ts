import fc from 'fast-check';
import { expect, it } from 'vitest';
import { aLab, asked } from '../../../../../tests/support/a-lab.js';
import type { LabProfile } from '../lab/lab.js';
import { LAB_CHECKS, passedBy } from './lab-checks.js';
import { FIRST_POLICY } from './policy.js';
import type { Requirement } from './requirements.js';

const profiles: fc.Arbitrary<Partial<LabProfile>> = fc.record(
  {
    status: fc.constantFrom('member', 'suspended'),
    at: fc.constantFrom({ lat: 45, lon: 5 }, { lat: Number.NaN, lon: 0 }),
    hours: fc.constantFrom([], [{ weekday: 1, fromMinute: 0, toMinute: 60 }]),
    processes: fc.subarray(['fdm', 'laser']),
    declares: fc.subarray(['3d-printing', 'laser']),
    pickup: fc.boolean(),
    ships: fc.boolean(),
    rules: fc.record(
      {
        customersFiles: fc.boolean(),
        maxDistanceKm: fc.nat(100),
        maxMassGrams: fc.nat(100),
        maxPieces: fc.nat(5),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
) as never;
const wanted: fc.Arbitrary<Partial<Requirement>> = fc.record({
  delivery: fc.constantFrom('pickup', 'shipping'),
  customersFile: fc.boolean(),
});
const sizes = fc.record({ km: fc.nat(200), massGrams: fc.nat(200), pieces: fc.nat(9) });

it('no entry that a profile passes by itself would refuse or ask the lab, whatever is wanted', () => {
  fc.assert(
    fc.property(profiles, wanted, sizes, (profile, more, size) => {
      const lab = aLab(1, profile, []);
      const { requirement } = asked([lab], more);
      const passed = passedBy(lab.profile);
      for (const [at, { code, asks, find }] of LAB_CHECKS.entries()) {
        const words = asks(requirement, FIRST_POLICY);
        if ((passed & (1 << at)) === 0 || words === undefined) continue;
        expect([code, find({ lab, requirement, policy: FIRST_POLICY, ...size }, words)]).toEqual([code, 'yes']);
      }
    }),
  );
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aLab, aMachine, asked } from '../../../../../tests/support/a-lab.js';
import { HOUR_MS } from '../kernel/time.js';
import { FIRST_POLICY } from '../routing/policy.js';
import { OBJECTIVES } from '../routing/objective.js';
import { type DecisionInputs, ROUTING_CODE, decideAgain, differencesOf } from './decide-again.js';

const labs = [
  aLab(1, { country: 'FR' }, [aMachine(1, { freeAtMs: 9 * HOUR_MS })]),
  aLab(2, { hours: [{ weekday: 4, fromMinute: 540, toMinute: 1080 }] }),
  aLab(3, { status: 'suspended' }),
  aLab(4, {}, [aMachine(4, { loaded: [] })]),
  aLab(5, { country: 'FR' }, [aMachine(5, { loaded: [{ material: 'ABS' }], stocked: [{ material: 'PLA' }] })]),
  aLab(6, {}, [aMachine(6, { buildVolumeMm: { x: 100, y: 100, z: 100 } })]),
];

const inputs = (more: Partial<DecisionInputs['request']> = {}, labsNow = labs): DecisionInputs => {
  const { requirement, counts, to } = asked([], { boxMm: { x: 120, y: 40, z: 30 }, count: 3 });
  return {
    nowMs: 0,
    request: { counts, material: 'PLA', to: { ...to, country: 'FR' }, delivery: 'pickup', ...more },
    refused: [],
    given: { of: [['lab_1', 7]], all: { given: 9, labs: 6 } },
    release: {
      releaseId: 'rel_1',
      hash: 'a'.repeat(64),
      title: 'Beam',
      version: '1.0.0',
      license: 'MIT',
      parts: requirement.parts,
    },
    policy: FIRST_POLICY,
    labs: labsNow,
  };
};
const kept = (from: DecisionInputs) => {
  const { options, ...why } = decideAgain(from);
  return {
    decisionId: 'dec_1' as const,
    ...why,
    options: options.map((option) => ({ ...option, id: 'opt_1' as const })),
  };
};

describe('deciding again', () => {
  it('comes to the same decision, whatever way the answer was kept', () => {
    const answer = JSON.parse(JSON.stringify(kept(inputs()))) as ReturnType<typeof kept>;
    expect(differencesOf(answer, decideAgain(inputs()))).toEqual([]);
  });

  it('says where another input makes it different', () => {
    const closed = labs.map((lab) => (lab.profile.id === 'lab_1' ? { ...lab, sight: 'away' as const } : lab));
    const differences = differencesOf(kept(inputs()), decideAgain(inputs({}, closed)));
    expect(differences).toContainEqual({ path: 'options.0.labId', kept: 'lab_1', now: 'lab_2' });
    expect(differences.map(({ path }) => path)).toContain('passedOver.0.labName');
  });

  /** When this changes on purpose, ROUTING_CODE goes up by one: decisions that were kept then say why they differ. */
  it('is the routing of this number', () => {
    const answers = [
      ...OBJECTIVES.map((objective) => decideAgain(inputs({ objective }))),
      decideAgain(inputs({ material: 'PC' })),
      decideAgain(inputs({ delivery: 'shipping', color: 'red' })),
    ];
    const sha256 = createHash('sha256').update(JSON.stringify(answers)).digest('hex');
    expect({ code: ROUTING_CODE, sha256 }).toMatchInlineSnapshot(`
      {
        "code": 2,
        "sha256": "ba85bdced19fa24c7b2e599db232abc55f840a22dbae19e95089aeca235dcc13",
      }
    `);
  });
});

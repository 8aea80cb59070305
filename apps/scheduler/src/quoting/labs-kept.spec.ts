import { describe, expect, it } from 'vitest';
import { type DecisionInputs, decideAgain, differencesOf, explain, routingInputOf } from '#core/quote/decide-again';
import type { LiveLab } from '#core/lab/lab';
import { LabIndex } from '#core/routing/lab-index';
import { FIRST_POLICY } from '#core/routing/policy';
import { route } from '#core/routing/route';
import { aLab, aMachine, asked } from '../../../../tests/support/a-lab.js';
import { keepLabs } from './labs-kept.js';

/** So many labs along a parallel, in the order of their ids; one of so many has PLA. */
function seen(count: number, onceIn: number) {
  const labs = Array.from({ length: count }, (_, n) =>
    aLab(n, { at: { lat: 45, lon: 5 + n / 1000 } }, [
      aMachine(n, { loaded: [{ material: n % onceIn === onceIn - 1 ? 'PLA' : 'ABS' }] }),
    ]),
  ).sort((a, b) => (a.profile.id < b.profile.id ? -1 : 1));
  return { labs, index: new LabIndex(labs.map(({ profile }) => profile.at)) };
}

function inputs(labs: readonly LiveLab[]): DecisionInputs {
  const { requirement, counts, to } = asked([]);
  const release = { releaseId: 'rel_1', hash: '', title: '', version: '', license: 'MIT' } as const;
  return {
    nowMs: 0,
    request: { counts, material: 'PLA', to, delivery: 'pickup' },
    refused: [],
    given: { of: [], all: { given: 40, labs: 900 } },
    release: { ...release, parts: requirement.parts },
    policy: FIRST_POLICY,
    labs,
  };
}

describe('the labs that are kept with a decision', () => {
  it.each([
    ['the few that were judged', { count: 900, onceIn: 3, pages: 1, labs: 15 }],
    ['whole pages of many', { count: 900, onceIn: 80, pages: 4, labs: 900 }],
    ['all of them where nobody can', { count: 300, onceIn: 301, pages: 2, labs: 300 }],
  ])('are %s, and enough to decide the same again', (_, { count, onceIn, pages, labs }) => {
    const picture = seen(count, onceIn);
    const all = inputs(picture.labs);
    const explained = explain(route(routingInputOf(all, picture.index)), all);
    const kept = keepLabs(picture, all.request.to.at, explained.labsConsidered);
    expect([kept.pages.length, kept.labs.length]).toEqual([pages, labs]);
    const read = kept.pages.flatMap(({ json }) => JSON.parse(json) as LiveLab[]);
    const options = explained.options.map((option) => ({ ...option, id: 'opt_1' as const }));
    expect(differencesOf({ decisionId: 'dec_1', ...explained, options }, decideAgain(inputs(read)))).toEqual([]);
  });

  it('are the same pages for two decisions of one moment', () => {
    const picture = seen(600, 100);
    const [one, two] = [400, 500].map((judged) => keepLabs(picture, { lat: 45, lon: 5 }, judged).pages);
    expect(one!.map(({ sha256 }) => sha256)).toEqual(two!.map(({ sha256 }) => sha256).slice(0, one!.length));
  });
});

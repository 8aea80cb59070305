import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mustBeOk } from '../kernel/result.js';
import { attributionCard } from './attribution-card.js';
import { judgeCombination, licensesFor } from './judge-combination.js';
import { judgeFork } from './judge-fork.js';
import { compareStrictness, judgeLicense } from './judge-license.js';
import type { Maker } from './license-answer.js';
import { mayMake } from './may-make.js';

const terms = (expression: string) => mustBeOk(judgeLicense(expression));
const work = (license: string) => ({ name: `a thing under ${license}`, license });
const forkCode = (parent: string, fork: string) => {
  const result = judgeFork(work(parent), work(fork));
  return result.ok ? 'ok' : result.refusal.code;
};
const together = (whole: string, ...parts: string[]) => judgeCombination(work(whole), parts.map(work));

const CO_OP: Maker = {
  form: 'worker-cooperative',
  workerOwned: { ownedByWorkers: true, sharesAllSurplus: true, attestedBy: 'its statutes' },
};

describe('who may make it', () => {
  it.each([
    ['CERN-OHL-S-2.0', { form: 'company' }, 'paid', true, 'CERN-OHL-S-2.0 §4'],
    ['CC-BY-NC-4.0', { form: 'non-profit' }, 'paid', false, 'CC-BY-NC-4.0 §2(a)(1)'],
    ['CC-BY-NC-4.0', { form: 'company' }, 'unpaid', true, 'CC-BY-NC-4.0 §2(a)(1)'],
    ['CC-BY-NC-4.0 OR MIT', { form: 'company' }, 'paid', true, 'MIT grant of permission'],
    ['LicenseRef-mine', { form: 'person' }, 'unpaid', false, 'LicenseRef-mine not judged'],
    ['PPL', CO_OP, 'paid', true, 'PPL §4(c)'],
    ['LicenseRef-PPL', CO_OP, 'paid', true, 'LicenseRef-PPL §4(c)'],
    ['PPL', { form: 'worker-cooperative' }, 'paid', false, 'PPL §4(c)(i)'],
    [
      'PPL',
      { form: 'worker-cooperative', workerOwned: { ownedByWorkers: true, sharesAllSurplus: false } },
      'paid',
      false,
      'PPL §4(c)(ii)',
    ],
    ['PPL', { form: 'non-profit' }, 'paid', false, 'PPL §4(c)'],
    ['PPL', { form: 'public-body' }, 'unpaid', true, 'PPL §4(b)'],
    ['PPL', { form: 'company' }, 'unpaid', false, 'PPL §4(d)'],
  ] as const)('under %s, %j, %s: %s', (...[expression, maker, purpose, allowed, clause]) =>
    expect(mayMake(terms(expression), maker, purpose)).toMatchObject({ allowed, clause }),
  );
});

describe('what a licence asks', () => {
  it('tells deprecated ids with what they became', () => {
    expect(terms('GPL-2.0+ AND MIT')).toMatchObject({ expression: 'GPL-2.0-or-later AND MIT' });
    expect(terms('GPL-3.0').notes).toEqual(['The SPDX id GPL-3.0 is deprecated; it is read as GPL-3.0-only.']);
  });
  it('names the clause for all that travels with the object', () =>
    expect(terms('CERN-OHL-S-2.0').travels.map(({ what, clause }) => [what, clause])).toEqual([
      ['attribution', 'CERN-OHL-S-2.0 §3.1'],
      ['source-link', 'CERN-OHL-S-2.0 §4'],
      ['notice-of-changes', 'CERN-OHL-S-2.0 §3.3(b)'],
    ]));
  it('lets no changed version of ND be shared', () =>
    expect(terms('CC-BY-ND-4.0').changes).toMatchObject({ allowed: false, clause: 'CC-BY-ND-4.0 §2(a)(1)(B)' }));
  it('says how far share-alike reaches', () =>
    expect(['MIT', 'CERN-OHL-W-2.0', 'CC-BY-SA-4.0'].map((id) => terms(id).sharing.reach)).toEqual([
      'none',
      'weak',
      'strong',
    ]));
});

describe('parts in one release', () => {
  it.each([
    ['CC-BY-SA-4.0', ['CC-BY-4.0', 'CC0-1.0', 'MIT']],
    ['GPL-3.0-only', ['CC-BY-SA-4.0', 'GPL-2.0-or-later', 'Apache-2.0']],
    ['CERN-OHL-S-2.0', ['CERN-OHL-W-2.0', 'CERN-OHL-P-2.0', 'CERN-OHL-1.2']],
    ['CC-BY-NC-SA-4.0', ['CC-BY-NC-4.0', 'CC-BY-4.0']],
    ['MIT', ['CC-BY-SA-4.0 OR MIT']],
  ])('%s holds %j', (whole, parts) => expect(together(whole, ...parts).ok).toBe(true));

  it.each([
    ['CC-BY-SA-4.0', ['CC-BY-NC-4.0'], ['CC-BY-NC-4.0 §2(a)(1)', 'CC-BY-SA-4.0 §3(b)']],
    ['CC-BY-NC-4.0', ['CC-BY-SA-4.0'], ['CC-BY-SA-4.0 §3(b)', 'CC-BY-NC-4.0 §2(a)(1)']],
    ['CC-BY-4.0', ['CC-BY-ND-4.0'], ['CC-BY-ND-4.0 §2(a)(1)(B)', 'CC-BY-4.0 §2(a)(1)(B)']],
    ['CERN-OHL-S-2.0', ['GPL-2.0-only'], ['GPL-2.0-only §2(b)', 'CERN-OHL-S-2.0 §3.3(d)']],
    ['MIT', ['GPL-2.0-only', 'CERN-OHL-S-2.0'], ['CERN-OHL-S-2.0 §3.3(d)', 'GPL-2.0-only §2(b)']],
    ['GPL-2.0-only', ['Apache-2.0'], ['Apache-2.0 §4', 'GPL-2.0-only §2(b)']],
    ['MIT', ['CERN-OHL-S-2.0'], ['CERN-OHL-S-2.0 §3.3(d)', 'MIT grant of permission']],
    ['CC-BY-4.0', ['PPL'], ['PPL §4(c)', 'CC-BY-4.0 §2(a)(1)(B)']],
  ])('%s cannot hold %j, and both clauses are named', (whole, parts, clauses) => {
    const result = together(whole, ...parts);
    expect(result.ok ? 'ok' : [result.refusal.code, result.refusal.details?.['clauses']]).toEqual([
      'license/incompatible',
      clauses,
    ]);
  });

  it('lets separate parts lie side by side under their own licences, if the whole promises no more than they', () => {
    const beside = (whole: string, part: string) => judgeCombination(work(whole), [work(part)], 'collection').ok;
    expect(beside('MIT', 'CC-BY-SA-4.0')).toBe(true);
    expect(beside('CC-BY-SA-4.0 AND CC-BY-ND-4.0', 'CC-BY-ND-4.0')).toBe(true);
    expect(beside('CC-BY-SA-4.0', 'CC-BY-NC-4.0')).toBe(false);
    expect(beside('CERN-OHL-S-2.0 AND CC-BY-NC-4.0', 'CC-BY-NC-4.0')).toBe(false);
    expect(beside('CERN-OHL-S-2.0', 'GPL-2.0-only')).toBe(true);
  });
});

describe('forks', () => {
  it.each([
    ['CC-BY-SA-4.0', 'CC-BY-SA-4.0', 'ok'],
    ['CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'ok'],
    ['CC-BY-SA-4.0', 'MIT', 'license/share-alike-dropped'],
    ['CC-BY-SA-4.0', 'CC-BY-SA-4.0 OR MIT', 'license/share-alike-dropped'],
    ['CC-BY-SA-4.0', 'CC-BY-SA-4.0 AND CC-BY-NC-4.0', 'license/share-alike-dropped'],
    ['CC-BY-SA-4.0 OR MIT', 'MIT', 'ok'],
    ['CERN-OHL-W-2.0', 'CERN-OHL-S-2.0', 'ok'],
    ['CERN-OHL-S-2.0', 'CERN-OHL-W-2.0', 'license/share-alike-dropped'],
    ['GPL-2.0-only', 'GPL-3.0-only', 'license/share-alike-dropped'],
    ['CC-BY-NC-4.0', 'CC-BY-4.0', 'license/loosened'],
    ['CC-BY-NC-4.0', 'PPL', 'license/loosened'],
    ['CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', 'ok'],
    ['PPL', 'PPL', 'ok'],
    ['PPL', 'CC0-1.0', 'license/loosened'],
    ['CC-BY-ND-4.0', 'CC-BY-ND-4.0', 'license/no-derivatives'],
    ['LicenseRef-x', 'MIT', 'license/unjudged'],
    ['CC0-1.0', 'CC-BY-NC-ND-4.0', 'ok'],
  ])('of %s under %s: %s', (parent, fork, code) => expect(forkCode(parent, fork)).toBe(code));
});

const IDS = [
  'CC0-1.0', 'MIT', 'Apache-2.0', 'CC-BY-4.0', 'CC-BY-SA-3.0', 'CC-BY-SA-4.0', 'CC-BY-NC-4.0', 'CC-BY-NC-SA-4.0', 'CC-BY-ND-4.0',
  'CERN-OHL-P-2.0', 'CERN-OHL-W-2.0', 'CERN-OHL-S-2.0', 'CERN-OHL-1.2', 'TAPR-OHL-1.0', 'GPL-2.0-only', 'GPL-2.0-or-later',
  'GPL-3.0-only', 'LGPL-2.1-only', 'MPL-2.0', 'LAL-1.3', 'PPL', 'LicenseRef-x',
]; // prettier-ignore
const id = fc.constantFrom(...IDS);
const expression = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2 },
    id,
    fc.tuple(tie('node'), fc.constantFrom('AND', 'OR'), tie('node')).map(([a, word, b]) => `(${a} ${word} ${b})`),
  ),
})).node;
const freest = (text: string) => [...terms(text).alternatives].sort(compareStrictness)[0]!;

describe('properties', () => {
  it('OR is never stricter than a side, AND never freer', () =>
    fc.assert(
      fc.property(expression, expression, (a, b) => {
        for (const side of [a, b]) {
          expect(compareStrictness(freest(`(${a}) OR (${b})`), freest(side))).toBeLessThanOrEqual(0);
          expect(compareStrictness(freest(`(${a}) AND (${b})`), freest(side))).toBeGreaterThanOrEqual(0);
        }
      }),
    ));
  it('making follows: what a side permits OR permits, what AND permits both sides permit', () =>
    fc.assert(
      fc.property(
        expression,
        expression,
        fc.constantFrom<Maker>({ form: 'company' }, { form: 'person' }, CO_OP),
        fc.constantFrom('paid', 'unpaid'),
        (a, b, maker, purpose) => {
          const may = (text: string) => mayMake(terms(text), maker, purpose).allowed;
          expect(may(`(${a}) OR (${b})`)).toBe(may(a) || may(b));
          expect(may(`(${a}) AND (${b})`)).toBe(may(a) && may(b));
        },
      ),
    ));
  it('the fork of a fork keeps what the first parent asked to be shared alike', () => {
    for (const parent of IDS.filter((one) => terms(one).shareAlike)) {
      for (const fork of IDS.filter((one) => forkCode(parent, one) === 'ok')) {
        for (const second of IDS.filter((one) => forkCode(fork, one) === 'ok'))
          expect([parent, fork, second, forkCode(parent, second)]).toEqual([parent, fork, second, 'ok']);
      }
    }
  });
  it('the order of the parts changes neither the answer nor its words', () =>
    fc.assert(
      fc.property(id, fc.array(expression, { maxLength: 4 }), (whole, parts) => {
        const back = [...parts].reverse();
        const words = (result: ReturnType<typeof together>) =>
          result.ok ? result.value.terms.commercial : result.refusal.message;
        expect(words(together(whole, ...back))).toEqual(words(together(whole, ...parts)));
        expect(licensesFor(back.map(work))).toEqual(licensesFor(parts.map(work)));
      }),
    ));
});

describe('the attribution card', () => {
  it('names title, designers, licence with its text, source, changes and where it comes from', () =>
    expect(
      attributionCard({
        title: 'Feeder\nDesigned by Mallory',
        designers: ['Ada', 'Grace'],
        release: '1.2.0',
        sourceUrl: 'https://example.org/r/1',
        terms: terms('CC-BY-SA-4.0'),
        changes: 'wider slot',
        upstream: [{ title: 'Old feeder', designers: ['Alan'], license: 'CC-BY-4.0', url: 'https://example.org/r/0' }],
      }).lines,
    ).toEqual([
      'Feeder Designed by Mallory, release 1.2.0',
      'Designed by Ada, Grace',
      'Licence: CC-BY-SA-4.0',
      'Licence text: https://spdx.org/licenses/CC-BY-SA-4.0',
      'Source: https://example.org/r/1',
      'Changed: wider slot',
      'From “Old feeder” by Alan (CC-BY-4.0), https://example.org/r/0',
    ]));
});

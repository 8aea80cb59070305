import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mustBeOk } from '../kernel/result.js';
import type { Manifest } from './manifest.js';
import { LICENSE_SUBJECTS, LINK_KINDS } from './manifest.js';
import { proposeFromFileName } from './propose-from-file-name.js';
import { readLicenseText } from './read-license-text.js';
import { readManifest } from './read-manifest.js';
import { writeOkhLosh } from './write-okh-losh.js';
import { writeOkhV1 } from './write-okh-v1.js';

const read = (text: string, name = 'okh.yml') => mustBeOk(readManifest(text, name));
const refusal = (text: string, name = 'okh.yml') => {
  const result = readManifest(text, name);
  return result.ok ? undefined : result.refusal;
};

describe('manifests as they are', () => {
  it('reads keys in every spelling, and numbers as they were written', () => {
    const { manifest } = read(
      'Title: Feeder\nversion: 7.0\ndocumentationLanguage: en\nintended_use: feeding\nfoo-bar: {a: [1, ~]}',
    );
    expect(manifest).toEqual({
      title: 'Feeder',
      version: '7.0',
      documentationLanguages: ['en'],
      intendedUse: 'feeding',
      extra: { 'foo-bar': { a: [1] } },
    });
    expect(read('version = 1.10', 'okh.toml').manifest.version).toBe('1.10');
  });
  it('lets the last of two equal keys count, and tells both places', () => {
    const { manifest, notes } = read('title: one\nversion: 1\ntitle: two');
    expect(manifest.title).toBe('two');
    expect(notes).toContainEqual({ kind: 'guessed', field: 'title', line: 3, message: '“title” is said twice, on lines 1 and 3; the last counts.' }); // prettier-ignore
  });
  it('keeps what is of the wrong kind, and says so', () => {
    const { manifest, notes } = read('title: {a: b}\nmade: perhaps');
    expect(manifest).toEqual({ extra: { title: { a: 'b' }, made: 'perhaps' } });
    expect(notes.filter(({ kind }) => kind === 'guessed').map(({ field }) => field)).toEqual(['extra.title', 'extra.made', 'dialect'].slice(0, 2)); // prettier-ignore
  });
  it('reads parts with their files, process, material and settings', () => {
    const part = '[[part]]\nname = "Ring"\ntsdc = "3DP"\nexport = ["./ring.stl"]\nquantity = "4x"\ninfill = 0.3\nresolution-mm = 0.2\nmass = {value = 0.33, unit = "kg"}\nshape = "round"'; // prettier-ignore
    expect(read(part, 'okh.toml').manifest.parts).toEqual([
      {
        name: 'Ring',
        quantity: 4,
        export: ['ring.stl'],
        tsdc: ['3DP'],
        process: 'fdm',
        settings: { infillPercent: 30, layerMm: 0.2 },
        massGrams: 330,
        extra: { shape: 'round' },
      },
    ]);
  });
  it('takes tools out of a sentence, and keeps the sentence', () => {
    const { manifest } = read('tool-list: hammer, saw, screw driver');
    expect(manifest.tools).toEqual([{ name: 'hammer' }, { name: 'saw' }, { name: 'screw driver' }]);
    expect(manifest.extra).toEqual({ 'tool-list': 'hammer, saw, screw driver' });
  });
  it('splits a licensor into name, body and address', () =>
    expect(read('licensor: "Ada L. (Some Body e.V.) <ada@example.org>"').manifest.licensors).toEqual([
      { name: 'Ada L.', affiliation: 'Some Body e.V.', email: 'ada@example.org' },
    ]));
  it('says what is missing', () =>
    expect(
      read('{}')
        .notes.filter(({ kind }) => kind === 'missing')
        .map(({ field }) => field),
    ).toEqual(['title', 'version', 'description', 'licenses', 'licensors', 'parts', 'processes']));
});

describe('licences in prose', () => {
  it.each([
    ['CC BY SA 4.0', 'CC-BY-SA-4.0', 'guessed'],
    ['Creative Commons Attribution-NonCommercial 3.0 Unported', 'CC-BY-NC-3.0', 'guessed'],
    ['https://creativecommons.org/licenses/by-nd/4.0/', 'CC-BY-ND-4.0', 'guessed'],
    ['CERN OHL v2 strongly', 'CERN-OHL-S-2.0', 'guessed'],
    ['CERN Open Hardware Licence Version 2 - Weakly Reciprocal', 'CERN-OHL-W-2.0', 'guessed'],
    ['LicenseRef-CERN-OHL-P', 'CERN-OHL-P-2.0', 'guessed'],
    ['LicenseRef-CERN OHL v1.2', 'CERN-OHL-1.2', 'guessed'],
    ['GNU GPL v2.0 or later', 'GPL-2.0-or-later', 'guessed'],
    ['GPL-3.0', 'GPL-3.0-only', 'spdx'],
    ['CERN-OHL-S-2.0 OR MIT', 'CERN-OHL-S-2.0 OR MIT', 'spdx'],
    ['LicenseRef-PPL', 'LicenseRef-PPL', 'spdx'],
    ['No license information on the website', undefined, 'unknown'],
    ['None', undefined, 'unknown'],
  ])('%s', (text, expression, status) =>
    expect(readLicenseText(text)).toEqual({ asWritten: text, ...(expression ? { expression } : {}), status }),
  );
});

describe('what is no manifest', () => {
  it('is refused with its place', () => {
    expect(refusal('a: b\nhandle: @me')).toMatchObject({ code: 'manifest/invalid', details: { line: 2, column: 9 } });
    expect(refusal('a = 1\na = 2', 'okh.toml')).toMatchObject({ code: 'manifest/invalid', details: { line: 2 } });
    expect(refusal('')?.code).toBe('manifest/invalid');
    expect(refusal('just words')?.code).toBe('manifest/invalid');
  });
  it.each([
    ['sequences in sequences', '- '.repeat(100_000)],
    ['brackets', '['.repeat(100_000)],
    ['a ladder', Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}k:`).join('\n')],
    ['aliases of aliases', ['a: &a [x, x, x, x, x, x, x, x, x]', ...'bcdefghi'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`)].join('\n')], // prettier-ignore
    ['an alias of itself', 'a: &a [*a]'],
    ['an alias of nothing', 'a: *b'],
    ['too long', 'a'.repeat(2 ** 18 + 1)],
  ])('%s are refused soon', (_, text) => {
    const before = performance.now();
    expect(refusal(text)?.code).toBe('manifest/invalid');
    expect(performance.now() - before).toBeLessThan(2000);
  });
  it.each([['a = '.concat('['.repeat(50_000))], [`${'a.'.repeat(20_000)}b = 1`]])('nor is deep TOML', (text) =>
    expect(refusal(text, 'okh.toml')?.code).toBe('manifest/invalid'),
  );
  it('does not touch prototypes', () => {
    expect(read('__proto__: {polluted: yes}\ntitle: x').manifest).toEqual({ title: 'x' });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

const text = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.constantFrom('7.0', 'no', '1:30', 'a; b', '2020-02-30', '# x', '"', "it's", 'x: y', 'https://example.org/a b', '../x.stl'),
); // prettier-ignore
const plain = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.array(text, { maxLength: 2 })); // prettier-ignore
const extra = fc.dictionary(text, plain, { maxKeys: 3, noNullPrototype: true });
const sparse = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model, { requiredKeys: [] });
const list = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });
const party = sparse({ name: text, affiliation: text, email: text, extra });
const part = sparse({
  name: text,
  quantity: fc.integer({ min: 1, max: 999 }),
  source: list(text),
  export: list(text),
  tsdc: list(text),
  process: fc.constantFrom('fdm', 'laser-cutting'),
  materials: list(text),
  settings: sparse({ infillPercent: fc.double({ min: 0, max: 100, noNaN: true }), layerMm: fc.constant(0.2), supports: fc.boolean() }),
  massGrams: fc.double({ min: 0, max: 1e6, noNaN: true }),
  notes: text,
  extra,
}); // prettier-ignore
const file = sparse({ path: text, title: text, images: list(text), extra });
const arbitrary = sparse({
  title: text,
  description: text,
  function: text,
  keywords: list(text),
  version: text,
  licenses: fc.dictionary(fc.constantFrom(...LICENSE_SUBJECTS), text.map(readLicenseText), { noNullPrototype: true }),
  licensors: list(party),
  contact: party,
  organisations: list(party),
  links: fc.dictionary(fc.constantFrom(...LINK_KINDS), text, { noNullPrototype: true }),
  images: list(text),
  documents: sparse({ designFiles: list(file), makingInstructions: list(file), auxiliary: list(file) }),
  software: list(sparse({ path: text, title: text, installationGuide: text, extra })),
  made: fc.boolean(),
  derivativeOf: list(sparse({ title: text, web: text, extra })),
  standards: list(sparse({ title: text, publisher: text, extra })),
  tsdc: list(text),
  parts: list(part),
  boughtIn: list(fc.record({ name: text, quantity: fc.double({ min: 0, max: 99, noNaN: true }), extra })),
  createdOn: text,
  extra,
});

describe('import, export, import', () => {
  const again = {
    v1: (manifest: Manifest) => read(writeOkhV1(manifest), 'okh.yml').manifest,
    losh: (manifest: Manifest) => read(writeOkhLosh(manifest), 'okh.toml').manifest,
  };
  it('changes nothing, whatever a manifest says', () =>
    fc.assert(
      fc.property(arbitrary, (generated) => {
        // What was generated is tidied by being read once: spaces, control characters, empty lists.
        const manifest = again.v1(generated as Manifest);
        expect(again.v1(manifest)).toEqual(manifest);
        expect(again.losh(manifest)).toEqual(manifest);
        expect(again.v1(again.losh(manifest))).toEqual(manifest);
      }),
      { numRuns: 60 },
    ));
  it('has nothing of its own in a manifest that the standard has words for', () => {
    const manifest = read('title: A\ndescription: B\nproject-link: https://example.org/a\nlicense: {hardware: MIT}\nversion: "1"').manifest; // prettier-ignore
    expect(writeOkhV1(manifest)).not.toContain('fabcommons');
  });
});

describe('file names', () => {
  it.each([
    ['stl/TH_Lower_Clip_x3.stl', { quantity: 3, name: 'TH_Lower_Clip' }],
    ['ring_x16.3mf', { quantity: 16, name: 'ring' }],
    ['4x_foot.stl', { quantity: 4, name: 'foot' }],
    ['foot (x2).stl', { quantity: 2, name: 'foot' }],
    ['a_Railstops_x5.stl', { quantity: 5, colourRole: 'accent', name: 'Railstops' }],
    ['[a]_knob.stl', { colourRole: 'accent', name: 'knob' }],
    ['c_Display_Diffuser_x1.stl', { quantity: 1, colourRole: 'clear', name: 'Display_Diffuser' }],
    ['bolt_M3x8.stl', { name: 'bolt_M3x8' }],
    ['plate_10x20.dxf', { name: 'plate_10x20' }],
    ['A_Idler_Upper_x1.stl', { quantity: 1, name: 'A_Idler_Upper' }],
    ['part_x0.stl', { name: 'part_x0' }],
  ])('%s', (path, proposal) => {
    const { reason, ...rest } = proposeFromFileName(path);
    expect(rest).toEqual(proposal);
    expect(reason === '').toBe(rest.quantity === undefined && rest.colourRole === undefined);
  });
});

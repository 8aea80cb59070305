// Real manifests, as their makers wrote them: every one that can be parsed becomes a draft, and comes back whole from both exports. The data is not part of the repository: read when present.

import { Ajv } from 'ajv';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mustBeOk } from '#core/kernel/result';
import { makingLicense, type ManifestNote } from '#core/manifest/manifest';
import { readManifest } from '#core/manifest/read-manifest';
import { writeOkhLosh } from '#core/manifest/write-okh-losh';
import { writeOkhV1 } from '#core/manifest/write-okh-v1';

const SHARED = new URL('../../../shared/', import.meta.url);
const TRUTH = new URL('data/okh_ground_truth.csv', SHARED);
const SCHEMAS = new URL('reference/okh/', SHARED);
const present = existsSync(TRUTH) && existsSync(SCHEMAS);

const files = !present
  ? []
  : ['okh', 'okh_manifests'].flatMap((folder) => {
      const at = new URL(`data/${folder}/`, SHARED);
      return readdirSync(at).map((name) => [`${folder}/${name}`, readFileSync(new URL(name, at), 'utf8')] as const);
    });

/** What is wrong with their YAML: `@` at the start of a value, a colon inside one. */
const BROKEN = new Map([
  ['okh/openflexure-microscope.okh.yml', { line: 37, column: 20 }],
  ['okh_manifests/helpfulengineering+library__okh-seat-helpful.yml', { line: 2, column: 14 }],
  ['okh_manifests/jbon+Ball-Machine__okh-ballSortingMachine.yml', { line: 41, column: 20 }],
]);
const readable = files.filter(([name]) => !BROKEN.has(name));
/** Of {@link readable}, by what they say. A change here is a change in what is understood. */
const TABLE = {
  files: 146,
  drafts: 143,
  places: 4,
  title: 142,
  version: 137,
  description: 138,
  licence: 138,
  licenceAsSpdx: 46,
  licensors: 138,
  parts: 3,
  process: 26,
};
const NOTES = { understood: 1797, guessed: 234, missing: 314 };

const read = (name: string, text: string) => mustBeOk(readManifest(text, name));

function schema(name: string) {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat('uri', /^[a-z][a-z0-9+.-]*:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i);
  ajv.addFormat('email', /^[^\s@<>]+@[^\s@<>]+$/);
  ajv.addFormat('date', /^\d{4}-\d{2}-\d{2}$/);
  // One schema names two groups of one expression alike, which JavaScript does not accept.
  const text = readFileSync(new URL(name, SCHEMAS), 'utf8').replace(/\(\?<\w+>/g, '(');
  return ajv.compile(JSON.parse(text) as object);
}

describe.runIf(present)('real manifests', () => {
  test('the three broken ones are refused with their place', () => {
    for (const [name, text] of files.filter(([file]) => BROKEN.has(file))) {
      const result = readManifest(text, name);
      expect(result.ok ? name : result.refusal).toMatchObject({ code: 'manifest/invalid', details: BROKEN.get(name) });
    }
  });

  test('all others become drafts, and this is what they say', () => {
    const readings = readable.map(([name, text]) => read(name, text));
    const having = (has: (reading: (typeof readings)[number]) => unknown): number =>
      readings.filter((reading) => has(reading) !== undefined).length;
    expect({
      files: files.length,
      drafts: readings.length,
      places: readings.filter(({ dialect }) => dialect === 'okw').length,
      title: having(({ manifest }) => manifest.title),
      version: having(({ manifest }) => manifest.version),
      description: having(({ manifest }) => manifest.description),
      licence: having(({ manifest }) => makingLicense(manifest)?.expression),
      licenceAsSpdx: readings.filter(({ manifest }) => makingLicense(manifest)?.status === 'spdx').length,
      licensors: having(({ manifest }) => manifest.licensors),
      parts: having(({ manifest }) => manifest.parts),
      process: having(({ manifest }) => manifest.tsdc ?? manifest.parts?.find((part) => part.process)),
    }).toEqual(TABLE);
  });

  test('notes of each kind are told, with lines', () => {
    const notes = readable.flatMap(([name, text]) => [...read(name, text).notes]);
    const count = (kind: ManifestNote['kind']): number => notes.filter((note) => note.kind === kind).length;
    expect({ understood: count('understood'), guessed: count('guessed'), missing: count('missing') }).toEqual(NOTES);
    expect(notes.filter(({ kind, line }) => kind === 'understood' && line === undefined)).toEqual([]);
  });

  test('titles, licences and duplicate keys are those that were read by hand', () => {
    const rows = readFileSync(TRUTH, 'utf8').trim().split(/\r?\n/).slice(1);
    for (const row of rows) {
      const fields = [...row.matchAll(/("([^"]|"")*"|[^,]*)(,|$)/g)].map((match) => match[1]!.replace(/^"|"$/g, '').replace(/""/g, '"')); // prettier-ignore
      const [, file = '', kind, , title = '', licence = '', parts, strict, problems = ''] = fields;
      const text = files.find(([name]) => name === file)![1];
      const result = readManifest(text, file);
      expect([file, result.ok]).toEqual([file, strict === 'yes']);
      if (!result.ok) continue;
      const { manifest, dialect, notes } = result.value;
      expect([file, manifest.title ?? '', dialect === 'okw']).toEqual([file, title, kind === 'okw']);
      expect([file, manifest.parts?.length ?? 0]).toEqual([file, Number(parts)]);
      const { hardware, documentation, software } = manifest.licenses ?? {};
      const written = [hardware, documentation, software].flatMap((statement) => statement?.asWritten ?? []);
      const expected = licence.split('; ').map((one) => one.replace(/^(hardware|documentation|software)=/, '').trim());
      expect([file, written]).toEqual([
        file,
        expected.filter((one) => (one !== '' && one !== 'None' ? true : written.includes(one))),
      ]);
      for (const [, key] of problems.matchAll(/duplicate key ([\w-]+)/g)) {
        expect(notes).toContainEqual(
          expect.objectContaining({ field: key, message: expect.stringContaining('twice') }),
        );
      }
    }
  });

  test('import, export, import changes nothing, in either standard and from one to the other', () => {
    for (const [name, text] of readable) {
      const { manifest } = read(name, text);
      const v1 = read('okh.yml', writeOkhV1(manifest)).manifest;
      expect(v1, name).toEqual(manifest);
      expect(read('okh.toml', writeOkhLosh(v1)).manifest, name).toEqual(manifest);
    }
  });

  test('what is exported is valid against the schemas', async () => {
    const { parse: parseYaml } = await import('yaml');
    const { parse: parseToml } = await import('smol-toml');
    const [v1, losh, current] = ['okh-v1-compact', 'okh-losh', 'okh-current-compact'].map((name) => schema(`${name}.schema.json`)); // prettier-ignore
    for (const [name, text] of readable) {
      const { manifest } = read(name, text);
      expect([name, v1!(parseYaml(writeOkhV1(manifest))), v1!.errors]).toEqual([name, true, null]);
      const toml = JSON.parse(JSON.stringify(parseToml(writeOkhLosh(manifest)))) as unknown;
      expect([name, losh!(toml), losh!.errors]).toEqual([name, true, null]);
      expect([name, current!(toml), current!.errors]).toEqual([name, true, null]);
    }
  });
});

// Reads an Open Know-How manifest as it really is: a draft, with a list of what was understood, guessed and is missing.

import { ok, type Result } from '../kernel/result.js';
import { interpretManifest } from './interpret-manifest.js';
import { makingLicense, type Manifest, type ManifestNote, type ManifestReading, type PlainRecord } from './manifest.js';
import { parseManifest } from './parse-manifest.js';
import { flatKey } from './fields.js';

export { MANIFEST_BYTES } from './manifest-syntax.js';

/**
 * `fileName` decides the syntax: `.toml`, or else YAML. Refuses `manifest/invalid`, with line and column, only where
 * the syntax is broken or a limit is passed; whatever can be parsed becomes a draft.
 */
export function readManifest(text: string, fileName: string): Result<ManifestReading> {
  const parsed = parseManifest(text, fileName);
  if (!parsed.ok) return parsed;
  const { root, syntax, notes } = parsed.value;
  const read = interpretManifest(root, parsed.value);
  const dialect = dialectOf(root, fileName);
  return ok({
    syntax,
    dialect,
    manifest: read.manifest,
    notes: [...notes, ...read.notes, ...aboutKind(dialect), ...missingIn(read.manifest, read.notes)],
  });
}

function dialectOf(root: PlainRecord, fileName: string): ManifestReading['dialect'] {
  const keys = new Set(Object.keys(root).map(flatKey));
  const has = (...names: string[]): boolean => names.some((name) => keys.has(name));
  const isPlace = has('supplyatoms', 'inventoryatoms', 'productatoms', 'equipment', 'manufacturingprocesses');
  if (/\.okw\./i.test(fileName) || (isPlace && !has('description', 'function'))) return 'okw';
  if (has('okhv') || (has('repo') && has('name'))) return 'okh-losh';
  return has('title', 'okhmanifestversion', 'projectlink') ? 'okh-v1' : 'unknown';
}

function aboutKind(dialect: ManifestReading['dialect']): ManifestNote[] {
  if (dialect === 'okw') {
    return [
      {
        kind: 'guessed',
        field: 'dialect',
        message: 'This seems to describe a place where things are made (OKW), not a design.',
      },
    ];
  }
  if (dialect !== 'unknown') return [];
  return [{ kind: 'guessed', field: 'dialect', message: 'This follows no version of Open Know-How that is known.' }];
}

/** What a release needs or a lab asks for first. */
function missingIn(manifest: Manifest, notes: readonly ManifestNote[]): ManifestNote[] {
  const { title, version, description, licensors, parts, tsdc, processes } = manifest;
  const missing: ManifestNote[] = [];
  const needs = (present: boolean, field: keyof Manifest, message: string): void => {
    if (!present) missing.push({ kind: 'missing', field, message });
  };
  needs(title !== undefined, 'title', 'The manifest names no title.');
  needs(version !== undefined, 'version', 'The manifest names no version.');
  needs(description !== undefined, 'description', 'The manifest does not say what the thing is or does.');
  const told = notes.some(({ kind, field }) => kind === 'missing' && field.startsWith('licenses.'));
  needs(
    told || makingLicense(manifest)?.expression !== undefined,
    'licenses',
    'The manifest names no licence, so nobody has the permission to make it.',
  );
  needs(licensors !== undefined, 'licensors', 'The manifest does not say who gives the licence.');
  needs(parts !== undefined, 'parts', 'The manifest lists no parts; they are taken from the files.');
  const process = tsdc ?? processes ?? parts?.find((part) => part.process !== undefined);
  needs(process !== undefined, 'processes', 'The manifest names no process; it is taken from the geometry.');
  for (const [i, part] of (parts ?? []).entries()) {
    if (part.quantity !== undefined) continue;
    const message = `The manifest does not say how many of “${part.name ?? `part ${i + 1}`}” there are; one is assumed.`;
    missing.push({ kind: 'missing', field: `parts[${i}].quantity`, message });
  }
  return missing;
}

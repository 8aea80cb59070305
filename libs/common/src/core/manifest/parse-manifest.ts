// The syntax of a manifest, YAML or TOML, read under limits into plain values; what stands where is kept for the notes.

import { refuse, type Result } from '../kernel/result.js';
import { MANIFEST_BYTES, type ParsedManifest, type SyntaxFault } from './manifest-syntax.js';
import { parseTomlManifest } from './parse-toml.js';
import { parseYamlManifest } from './parse-yaml.js';

/** Refuses `manifest/invalid` with line and column. */
export function parseManifest(text: string, fileName: string): Result<ParsedManifest & { syntax: 'yaml' | 'toml' }> {
  if (text.length > MANIFEST_BYTES) return invalid(fileName, { fault: 'it is longer than a manifest can be' });
  const syntax = /\.toml$/i.test(fileName) ? 'toml' : 'yaml';
  const plain = text.replace(/^\uFEFF/, '');
  const parsed = syntax === 'toml' ? parseTomlManifest(plain) : parseYamlManifest(plain);
  return 'fault' in parsed ? invalid(fileName, parsed) : { ok: true, value: { ...parsed, syntax } };
}

function invalid(fileName: string, { fault, line, column }: SyntaxFault): Result<never> {
  const where = line === undefined ? '' : ` at line ${line}, column ${column ?? 1}`;
  return refuse('manifest/invalid', `The manifest ${fileName} cannot be read${where}: ${fault.replace(/\.$/, '')}.`, {
    remedy: 'Correct the manifest, or say title, version and licence yourself.',
    details: { path: fileName, ...(line === undefined ? {} : { line, column: column ?? 1 }) },
  });
}

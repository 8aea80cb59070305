// Reads an Open Know-How manifest (YAML as in OKH 1.0, TOML as in OKH-LOSH): what it says of title, version, licence, parts.

import { parse as parseToml, TomlError } from 'smol-toml';
import { parseDocument } from 'yaml';
import { ok, refuse, type Result } from '#core/kernel/result';

export interface ManifestPart {
  readonly name?: string;
  readonly quantity?: number;
  /** Files that the manifest names for it. */
  readonly paths: readonly string[];
}

export interface Manifest {
  readonly title?: string;
  readonly version?: string;
  readonly license?: string;
  readonly summary?: string;
  readonly parts: readonly ManifestPart[];
}

/** More is refused: a manifest is a page of text. */
export const MANIFEST_BYTES = 2 ** 20;
/** A few anchors are honest; thousands are a bomb. */
const MAX_ALIASES = 100;

/** Refuses `manifest/unreadable` with line and column where the syntax is broken. */
export function readManifest(text: string, path: string): Result<Manifest> {
  const parsed = /\.toml$/i.test(path) ? tomlOf(text, path) : yamlOf(text, path);
  if (!parsed.ok) return parsed;
  const root = parsed.value;
  if (!isRecord(root)) return unreadable(path, 'it is not a list of named values');
  return ok(manifestOf(root));
}

function tomlOf(text: string, path: string): Result<unknown> {
  try {
    return ok(parseToml(text));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = error.message] = error.message.split('\n');
    return unreadable(path, first.replace(/^Invalid TOML document: /, ''), { line: error.line, column: error.column });
  }
}

function yamlOf(text: string, path: string): Result<unknown> {
  const document = parseDocument(text, { prettyErrors: true });
  const error = document.errors[0];
  if (error) {
    const at = error.linePos?.[0];
    return unreadable(path, error.message.split('\n')[0]!, at && { line: at.line, column: at.col });
  }
  try {
    return ok(document.toJS({ maxAliasCount: MAX_ALIASES }));
  } catch (thrown) {
    // The library throws ReferenceError for too many aliases and for aliases of nothing.
    if (!(thrown instanceof ReferenceError)) throw thrown;
    return unreadable(path, thrown.message);
  }
}

function unreadable(path: string, why: string, at?: { line: number; column: number }): Result<never> {
  const where = at ? ` at line ${at.line}, column ${at.column}` : '';
  return refuse('manifest/unreadable', `The manifest ${path} cannot be read${where}: ${why.replace(/\.$/, '')}.`, {
    remedy: 'Correct the manifest, or say title, version and licence yourself.',
    details: { path, ...at },
  });
}

type Fields = Readonly<Record<string, unknown>>;

function manifestOf(root: Fields): Manifest {
  const title = textOf(root['title']) ?? textOf(root['name']);
  const version = textOf(root['version']);
  const license = licenseOf(root['license'] ?? root['licence'] ?? root['spdx-license']);
  const summary = textOf(root['description']) ?? textOf(root['function']) ?? textOf(root['intended-use']);
  return {
    ...(title === undefined ? {} : { title: title.slice(0, 200) }),
    ...(version === undefined ? {} : { version }),
    ...(license === undefined ? {} : { license }),
    ...(summary === undefined ? {} : { summary: summary.slice(0, 5000) }),
    parts: partsOf(root['parts'] ?? root['part']),
  };
}

/** The hardware's licence counts for making; the documentation's stands in where there is none. */
function licenseOf(value: unknown): string | undefined {
  if (isRecord(value)) return textOf(value['hardware']) ?? textOf(value['documentation']);
  return textOf(value);
}

function partsOf(value: unknown): ManifestPart[] {
  const list = Array.isArray(value) ? value : isRecord(value) ? Object.values(value) : [];
  return list.filter(isRecord).map((part): ManifestPart => {
    const name = textOf(part['name']) ?? textOf(part['title']);
    const quantity = Number(part['quantity']);
    const paths = ['export', 'source', 'file', 'files', 'auxiliary'].flatMap((key) => pathsOf(part[key]));
    return {
      ...(name === undefined ? {} : { name: name.slice(0, 200) }),
      ...(Number.isInteger(quantity) && quantity >= 1 && quantity <= 10_000 ? { quantity } : {}),
      paths,
    };
  });
}

function pathsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(pathsOf);
  if (isRecord(value)) return pathsOf(value['path'] ?? value['url']);
  const text = textOf(value);
  return text === undefined ? [] : [text.replace(/^\.\//, '')];
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  // eslint-disable-next-line no-control-regex -- what a manifest says is shown to people
  const text = value.replace(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return text === '' ? undefined : text;
}

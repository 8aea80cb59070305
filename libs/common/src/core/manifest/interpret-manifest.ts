// From plain values to the normal form, with a note on everything that was understood, guessed or is missing.

import { Fields, flatKey, said } from './fields.js';
import type { DocumentKind, LicenseStatement, LicenseSubject, LinkedFile, LinkKind, Manifest, ManifestItem, ManifestNote, Plain, PlainRecord } from './manifest.js'; // prettier-ignore
import { DOCUMENT_KINDS, LICENSE_SUBJECTS, LINK_KINDS } from './manifest.js';
import {
  DOCUMENT_KEYS,
  KEYS,
  KNOWN_KEYS,
  LICENSE_KEYS,
  LINK_KEYS,
  linkedFilesOf,
  READERS,
  SIMPLE_FIELDS,
} from './manifest-fields.js';
import { EXTENSION_KEY, withExtension } from './manifest-extension.js';
import { readLicenseText } from './read-license-text.js';
import { looksLikePath, pathOf, textOf } from './read-values.js';
import { isRecord } from './to-plain.js';

/** What the syntax knows and plain values do not. */
export interface Places {
  readonly lines: ReadonlyMap<string, number>;
  readonly numbers: ReadonlyMap<string, string>;
}

/** Which version of which standard a manifest follows is no fact about the design. */
const STANDARD_KEYS = ['okhv', 'okh-manifest-version'];

const NOWHERE: Places = { lines: new Map(), numbers: new Map() };

/** The normal form of plain values, whichever standard they follow, and what was understood and guessed of them. */
export function interpretManifest(
  root: PlainRecord,
  places: Places = NOWHERE,
): { manifest: Manifest; notes: ManifestNote[] } {
  const { [EXTENSION_KEY]: extension, ...standard } = root;
  const reader = new Interpreter(standard, places);
  const read = reader.read();
  const manifest = isRecord(extension) ? withExtension(read, extension) : read;
  if (isRecord(extension)) {
    const message = 'Facts that the standard has no words for were kept by the program that wrote the manifest.';
    reader.notes.push({ kind: 'understood', field: EXTENSION_KEY, message, ...reader.at(EXTENSION_KEY) });
  }
  return { manifest, notes: reader.notes };
}

class Interpreter {
  readonly notes: ManifestNote[] = [];
  private readonly fields: Fields;
  private readonly prose = new Set<string>();

  constructor(
    root: PlainRecord,
    private readonly places: Places,
  ) {
    this.fields = new Fields(root);
  }

  read(): Manifest {
    for (const key of STANDARD_KEYS) this.fields.take([key], textOf);
    const simple = Object.fromEntries(SIMPLE_FIELDS.map((field) => [field, this.simple(field)])) as Manifest;
    const links = this.links();
    const items = this.itemsInProse(simple);
    const manifest = said<Manifest>({
      ...(simple as Required<Manifest>),
      ...items,
      licenses: this.licenses(),
      links,
      documents: this.documents(),
    });
    const extra = this.fields.rest();
    for (const key of Object.keys(extra ?? {})) if (!this.prose.has(key)) this.tellUnread(key);
    return extra === undefined ? manifest : { ...manifest, extra };
  }

  private tellUnread(key: string): void {
    const why = KNOWN_KEYS.has(flatKey(key)) ? 'does not say what belongs there' : 'is no key that is known here';
    this.note('guessed', `extra.${key}`, `“${key}” ${why}; it is kept as it is.`, key);
  }

  at(key: string): { line?: number } {
    const line = this.places.lines.get(key);
    return line === undefined ? {} : { line };
  }

  private note(kind: ManifestNote['kind'], field: string, message: string, key = ''): void {
    this.notes.push({ kind, field, message, ...this.at(key) });
  }

  private understood<T>(field: string, key: string, value: T): T {
    this.note('understood', field, `${field} is what “${key}” says.`, key);
    return value;
  }

  private simple<K extends (typeof SIMPLE_FIELDS)[number]>(field: K): NonNullable<Manifest[K]> | undefined {
    return this.fields.take(KEYS[field], (value, key) => {
      // Version 7.0 is no number 7.
      const written = field === 'version' ? (this.places.numbers.get(key) ?? value) : value;
      const read = (READERS[field] as (value: Plain) => NonNullable<Manifest[K]> | undefined)(written);
      return read === undefined ? undefined : this.understood(field, key, read);
    });
  }

  private links(): Manifest['links'] {
    const links: Partial<Record<LinkKind, string>> = {};
    for (const kind of LINK_KINDS) {
      const link = this.fields.take(LINK_KEYS[kind], (value, key) => {
        const path = pathOf(value);
        if (path === undefined || !looksLikePath(path)) return undefined;
        return this.understood(`links.${kind}`, key, path);
      });
      if (link !== undefined) links[kind] = link;
    }
    return Object.keys(links).length === 0 ? undefined : links;
  }

  private documents(): Manifest['documents'] {
    const documents: Partial<Record<DocumentKind, readonly LinkedFile[]>> = {};
    for (const kind of DOCUMENT_KINDS) {
      const found = DOCUMENT_KEYS[kind].flatMap(
        (name) =>
          this.fields.take([name], (value, key) => {
            const files = linkedFilesOf(value);
            return files && this.understood(`documents.${kind}`, key, files);
          }) ?? [],
      );
      if (found.length > 0) documents[kind] = found;
    }
    return Object.keys(documents).length === 0 ? undefined : documents;
  }

  /** A list of tools or materials may be a sentence; it is split at its commas, and the sentence kept. */
  private itemsInProse(simple: Manifest): { tools?: readonly ManifestItem[]; boughtIn?: readonly ManifestItem[] } {
    const split = (key: string, field: string): readonly ManifestItem[] | undefined => {
      let items: readonly ManifestItem[] | undefined;
      this.fields.take([key], (value, written) => {
        const names = (textOf(value) ?? '').split(/[,;\n]+/).map((name) => name.trim()).filter((name) => name !== ''); // prettier-ignore
        if (names.length < 2 || names.length > 200 || names.some((name) => name.length > 120)) return undefined;
        this.note('guessed', field, `“${written}” is prose; ${names.length} things were taken from it.`, written);
        items = names.map((name) => ({ name }));
        this.prose.add(written);
        return undefined; // The sentence stays among the unknown keys.
      });
      return items;
    };
    const tools = simple.tools ?? split('tool-list', 'tools');
    const boughtIn = simple.boughtIn ?? split('bom', 'boughtIn');
    return { ...(tools ? { tools } : {}), ...(boughtIn ? { boughtIn } : {}) };
  }

  private licenses(): Manifest['licenses'] {
    const licenses: Partial<Record<LicenseSubject, LicenseStatement>> = {};
    this.fields.take(LICENSE_KEYS, (value, key) => {
      if (!isRecord(value)) {
        const statement = this.statement('hardware', value, key);
        if (statement) licenses.hardware = statement;
        return statement;
      }
      const inside = new Fields(value);
      for (const subject of LICENSE_SUBJECTS) {
        const statement = inside.take([subject], (one) => this.statement(subject, one, key));
        if (statement) licenses[subject] = statement;
      }
      return inside.rest() === undefined && Object.keys(licenses).length > 0 ? true : undefined;
    });
    return Object.keys(licenses).length === 0 ? undefined : licenses;
  }

  private statement(subject: LicenseSubject, value: Plain, key: string): LicenseStatement | undefined {
    const text = textOf(value);
    if (text === undefined) return undefined;
    const statement = readLicenseText(text);
    const field = `licenses.${subject}`;
    const { status, expression } = statement;
    const short = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    if (status === 'unknown')
      this.note('missing', field, `“${short}” names no licence that is known. Name it by its SPDX id.`, key);
    else if (status === 'guessed')
      this.note('guessed', field, `“${short}” is read as ${expression!}; please confirm.`, key);
    else if (expression !== text)
      this.note('guessed', field, `“${short}” is an old id; it is read as ${expression!}.`, key);
    else this.understood(field, key, statement);
    return statement;
  }
}

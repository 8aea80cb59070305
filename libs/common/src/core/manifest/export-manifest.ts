// What both exports share: which texts the schemas accept, and how what they have no words for is kept.

import { flatKey, said } from './fields.js';
import { interpretManifest } from './interpret-manifest.js';
import { EXTENSION_KEY, extensionFor } from './manifest-extension.js';
import { KNOWN_KEYS } from './manifest-fields.js';
import type { Manifest, Plain, PlainRecord } from './manifest.js';
import { isRecord, toPlain } from './to-plain.js';

/** A record in the making; what is undefined is left out. */
export type Draft = Readonly<Record<string, unknown>>;

// RFC 3986, without user names and address literals: whatever fits is valid to every reader.
const WEB =
  /^https?:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[\dA-Fa-f]{2})*)?(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*)?$/;
const MAIL =
  /^[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+$/;

export const webUrl = (text: string | undefined): string | undefined =>
  text !== undefined && WEB.test(text) ? text : undefined;

export const mail = (text: string | undefined): string | undefined =>
  text !== undefined && MAIL.test(text) ? text : undefined;

/** A path below the root of the release. */
export const relativePath = (text: string | undefined): string | undefined =>
  text === undefined || /^[a-z]*:|^\/\/|\.\./.test(text) ? undefined : text;

export const pathOrUrl = (text: string | undefined): string | undefined => webUrl(text) ?? relativePath(text);

/** All of them, if each is accepted. */
export function allOf<T, U>(
  items: readonly T[] | undefined,
  accept: (item: T) => U | undefined,
): readonly U[] | undefined {
  const accepted = items?.flatMap((item) => accept(item) ?? []);
  return accepted === undefined || accepted.length === 0 || accepted.length < items!.length ? undefined : accepted;
}

/** One is written as itself, several as a list. */
export const oneOrMany = <T>(items: readonly T[] | undefined): T | readonly T[] | undefined =>
  items?.length === 1 ? items[0] : items;

/** A record without undefined; undefined where nothing is left. */
export function record(draft: Draft): PlainRecord | undefined {
  const plain = toPlain(said<Record<string, unknown>>(draft as Record<string, unknown>));
  return isRecord(plain) && Object.keys(plain).length > 0 ? plain : undefined;
}

/** With unknown keys put back where they were, and all else that a re-reading would miss under {@link EXTENSION_KEY}. */
export function complete(manifest: Manifest, draft: Draft): PlainRecord {
  const standard = record(draft) ?? {};
  const extra = Object.entries(manifest.extra ?? {}).filter(
    ([key, value]) => mayStand(key, value) && !(key in standard),
  );
  const document: Record<string, Plain> = { ...standard, ...Object.fromEntries(extra) };
  const extension = extensionFor(manifest, interpretManifest(document).manifest);
  return extension === undefined ? document : { ...document, [EXTENSION_KEY]: extension };
}

/** A key that has a meaning would not be valid with a value that has none. */
function mayStand(key: string, value: Plain): boolean {
  if (/^(manifest|documentation)-is-translation$/.test(key)) {
    const isText = (one: Plain | undefined): boolean => one === undefined || typeof one === 'string';
    const isUrl = (one: Plain | undefined): boolean => one === undefined || (typeof one === 'string' && WEB.test(one));
    return (
      isRecord(value) &&
      isText(value['title']) &&
      isText(value['lang']) &&
      isUrl(value['manifest']) &&
      isUrl(value['web'])
    );
  }
  return !KNOWN_KEYS.has(flatKey(key)) && !RESERVED.has(flatKey(key));
}

/** Conditional keys of OKH-LOSH, our own, and which standard it is. */
const RESERVED = new Set([
  'material',
  'printingprocess',
  '2dsizemm',
  'componentsides',
  EXTENSION_KEY,
  'okhv',
  'okhmanifestversion',
  'extra',
]);

/** Standards demand some fields; where the manifest has none, these stand in, and the extension says that they do. */
export const STAND_INS = {
  title: 'Untitled',
  description: 'Not stated.',
  version: 'UNVERSIONED',
  license: 'NOASSERTION',
  licensor: 'NOASSERTION',
  url: 'https://example.org/not-stated',
} as const;

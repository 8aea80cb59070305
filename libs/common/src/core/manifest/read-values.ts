// Single values of a manifest, tolerantly: what cannot be read is undefined and stays where it was.

import { Fields, said } from './fields.js';
import type {
  Lineage,
  LinkedFile,
  ManifestItem,
  OuterDimensions,
  Party,
  Plain,
  SoftwarePackage,
  Standard,
} from './manifest.js';
import { isRecord } from './to-plain.js';

// eslint-disable-next-line no-control-regex -- what a manifest says is shown to people
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g;

/** Text without control characters and spaces around; a list of one text counts as that text. */
export function textOf(value: Plain | undefined): string | undefined {
  if (Array.isArray(value)) return value.length === 1 ? textOf(value[0] as Plain) : undefined;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trim();
  return text === '' ? undefined : text;
}

/** One text or several; undefined where one of them is none. */
export function textsOf(value: Plain): readonly string[] | undefined {
  return eachOf(value, textOf);
}

/** One value or several, each read alike; undefined where there is none or where one cannot be read. */
export function eachOf<T>(value: Plain, read: (item: Plain) => T | undefined): readonly T[] | undefined {
  const items = (Array.isArray(value) ? (value as readonly Plain[]) : [value]).filter((item) => item !== '');
  const read_ = items.map(read);
  return read_.length === 0 || read_.includes(undefined) ? undefined : (read_ as T[]);
}

/** A path or an address on one line. */
export function pathOf(value: Plain | undefined): string | undefined {
  const text = textOf(value)?.replace(/^(\.\/)+/, '');
  return text === undefined || text === '' || text.includes('\n') ? undefined : text;
}

/** Does a text name a file or an address, rather than say something? */
export const looksLikePath = (text: string): boolean =>
  !text.includes('\n') && (/^(https?:\/\/|\/|\.)?\S+[./]\S*$/.test(text) || /\.[a-z][a-z0-9]{1,4}$/i.test(text));

export const pathsOf = (value: Plain): readonly string[] | undefined => eachOf(value, pathOf);

/** Also from `0.2`, `0.2 mm` and `30 %`. */
export function numberOf(value: Plain | undefined): number | undefined {
  if (typeof value === 'number') return value;
  const match = /^([+-]?\d+(?:[.,]\d+)?)\s*(%|mm|g|pcs?|x|×)?$/i.exec(textOf(value) ?? '');
  return match ? Number(match[1]!.replace(',', '.')) : undefined;
}

/** A length or a share: zero or more. */
export function amountOf(value: Plain | undefined): number | undefined {
  const number = numberOf(value);
  return number !== undefined && number >= 0 ? number + 0 : undefined;
}

/** A whole number from 1. */
export function quantityOf(value: Plain | undefined): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

export function booleanOf(value: Plain): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  return text === 'true' || text === 'yes' ? true : text === 'false' || text === 'no' ? false : undefined;
}

const MAIL = /<?\b([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)>?/;

/** Also from `Jane Doe (Some Body) <jane@example.org>`. */
export function partyOf(value: Plain): Party | undefined {
  if (isRecord(value)) {
    const fields = new Fields(value);
    const party = said<Party>({
      name: fields.take(['name', 'title'], textOf),
      affiliation: fields.take(['affiliation', 'organisation', 'organization'], textOf),
      email: fields.take(['email', 'e-mail', 'mail'], textOf),
      url: fields.take(['url', 'web', 'website'], textOf),
      extra: fields.rest(),
    });
    return Object.keys(party).length === 0 ? undefined : party;
  }
  const text = textOf(value);
  if (text === undefined) return undefined;
  const email = MAIL.exec(text);
  const rest = (email ? text.replace(email[0], '') : text).replace(/[\s,-]+$/, '');
  const [, name = '', affiliation] = /^([^()]+?)\s*\(([^()]+)\)$/.exec(rest) ?? [];
  return affiliation === undefined
    ? said<Party>({ name: rest === '' ? undefined : rest, email: email?.[1] })
    : said<Party>({ name, affiliation, email: email?.[1] });
}

/** One or several; several in one text stand apart by semicolons. */
export function partiesOf(value: Plain): readonly Party[] | undefined {
  if (typeof value !== 'string') return eachOf(value, partyOf);
  return eachOf(
    value.split(/\s*;\s*/).filter((part) => part.trim() !== ''),
    partyOf,
  );
}

export function linkedFileOf(value: Plain): LinkedFile | undefined {
  if (!isRecord(value)) {
    const text = textOf(value);
    if (text === undefined) return undefined;
    return looksLikePath(text) ? said<LinkedFile>({ path: pathOf(text) }) : { title: text };
  }
  const fields = new Fields(value);
  const file = said<LinkedFile>({
    path: fields.take(['path', 'url', 'link', 'file'], pathOf),
    title: fields.take(['title', 'name', 'text', 'description'], textOf),
    images: fields.take(['images', 'image', 'pictures', 'picture'], pathsOf),
    extra: fields.rest(),
  });
  return Object.keys(file).length === 0 ? undefined : file;
}

export function lineageOf(value: Plain): Lineage | undefined {
  if (!isRecord(value)) {
    const text = textOf(value);
    return text === undefined ? undefined : /^https?:/.test(text) ? { web: text } : { title: text };
  }
  const fields = new Fields(value);
  const lineage = said<Lineage>({
    title: fields.take(['title', 'name'], textOf),
    manifest: fields.take(['manifest'], textOf),
    web: fields.take(['web', 'url', 'link'], textOf),
    extra: fields.rest(),
  });
  return Object.keys(lineage).length === 0 ? undefined : lineage;
}

export function standardOf(value: Plain): Standard | undefined {
  if (!isRecord(value)) {
    const title = textOf(value);
    return title === undefined ? undefined : { title };
  }
  const fields = new Fields(value);
  const standard = said<Standard>({
    title: fields.take(['standard-title', 'title', 'name'], textOf),
    publisher: fields.take(['publisher'], textOf),
    reference: fields.take(['reference'], textOf),
    extra: fields.rest(),
  });
  return Object.keys(standard).length === 0 ? undefined : standard;
}

export function softwareOf(value: Plain): SoftwarePackage | undefined {
  if (!isRecord(value)) return said<SoftwarePackage>({ path: pathOf(value) });
  const fields = new Fields(value);
  const software = said<SoftwarePackage>({
    path: fields.take(['path', 'release', 'url'], pathOf),
    title: fields.take(['title', 'label', 'name'], textOf),
    installationGuide: fields.take(['installation-guide'], pathOf),
    extra: fields.rest(),
  });
  return Object.keys(software).length === 0 ? undefined : software;
}

/** A tool or a bought thing; `description` is what those who list them as `…-atoms` call its name. */
export function itemOf(value: Plain): ManifestItem | undefined {
  if (!isRecord(value)) {
    const name = textOf(value);
    return name === undefined ? undefined : { name };
  }
  const fields = new Fields(value);
  const name = fields.take(['name', 'title', 'description', 'descroption'], textOf);
  if (name === undefined) return undefined;
  return said<ManifestItem>({
    name,
    quantity: fields.take(['quantity', 'qty', 'amount', 'count'], amountOf),
    unit: fields.take(['unit'], textOf),
    link: fields.take(['link', 'url'], textOf),
    identifier: fields.take(['identifier', 'id'], textOf),
    extra: fields.rest(),
  });
}

/** Grams, from `{ value, unit }` or a number of grams. */
export function massOf(value: Plain): number | undefined {
  if (!isRecord(value)) return amountOf(value);
  const amount = amountOf(value['value']);
  const unit = textOf(value['unit'])?.toLowerCase() ?? 'g';
  if (amount === undefined || (unit !== 'g' && unit !== 'kg')) return undefined;
  return unit === 'kg' ? amount * 1000 : amount;
}

/** From OpenSCAD with a unit, or from width, depth and height in millimetres. */
export function dimensionsOf(value: Plain): OuterDimensions | undefined {
  if (!isRecord(value)) return undefined;
  const openSCAD = textOf(value['openSCAD'] ?? value['openscad'] ?? value['open-scad']);
  const unit = textOf(value['unit'])?.toLowerCase() ?? 'mm';
  if (openSCAD !== undefined && (unit === 'mm' || unit === 'cm' || unit === 'm')) return { openSCAD, unit };
  const sides = [value['width'], value['depth'], value['height']].map(amountOf);
  return sides.includes(undefined) ? undefined : { openSCAD: `cube(size = [${sides.join(',')}])`, unit: 'mm' };
}

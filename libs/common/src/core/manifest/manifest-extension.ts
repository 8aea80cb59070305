// Facts that a standard has no words for travel under one key of their own, so that what is exported comes back whole.

import { said } from './fields.js';
import type { Manifest, Plain, PlainRecord } from './manifest.js';
import { READERS, RECORD_READERS } from './manifest-fields.js';
import { isRecord, toPlain } from './to-plain.js';

/** Top-level key. Beside fields of the normal form it has `absent`: fields that only the standard made necessary. */
export const EXTENSION_KEY = 'fabcommons';

const READ: Readonly<Record<string, (value: Plain) => unknown>> = {
  ...READERS,
  ...RECORD_READERS,
  extra: (value) => (isRecord(value) ? value : undefined),
};
const FIELDS = Object.keys(READ) as readonly (keyof Manifest)[];

/** The manifest as its extension corrects it; what is no field of the normal form there is ignored. */
export function withExtension(manifest: Manifest, extension: PlainRecord): Manifest {
  const absent = extension['absent'];
  const left: Record<string, unknown> = { ...manifest };
  for (const field of FIELDS) if (Array.isArray(absent) && absent.includes(field)) delete left[field];
  for (const field of FIELDS) {
    const value = extension[field];
    if (value !== undefined) left[field] = READ[field]!(value) ?? left[field];
  }
  return said<Manifest>(left as Required<Manifest>);
}

/** What must be kept so that `carried`, the reading of an export, becomes `wanted` again; undefined: nothing. */
export function extensionFor(wanted: Manifest, carried: Manifest): PlainRecord | undefined {
  const extension: Record<string, Plain> = {};
  const absent: string[] = [];
  for (const field of FIELDS) {
    if (sameValue(wanted[field], carried[field])) continue;
    const value = toPlain(wanted[field]);
    if (value === undefined) absent.push(field);
    else extension[field] = value;
  }
  if (absent.length > 0) extension['absent'] = absent;
  return Object.keys(extension).length === 0 ? undefined : extension;
}

/** Equal whatever the order of keys. */
function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => sameValue((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  );
}

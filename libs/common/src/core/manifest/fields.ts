// Named values, found whichever way their names are spelt (`documentation-language`, `documentationLanguage`, `DOCUMENTATION_LANGUAGE`).

import type { Plain, PlainRecord } from './manifest.js';
import { isRecord } from './to-plain.js';

/** One word for all spellings of a key. */
export const flatKey = (key: string): string => key.toLowerCase().replace(/[-_ ]/g, '');

/** Without the values that are not said. */
export function said<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** Reads a record key by key and knows in the end what nobody asked for. */
export class Fields {
  private readonly byFlatKey = new Map<string, string>();
  private readonly used = new Set<string>();

  constructor(private readonly record: PlainRecord) {
    for (const key of Object.keys(record)) this.byFlatKey.set(flatKey(key), key);
  }

  /** What `read` makes of the first of these keys that it understands; what it does not understand stays unread. */
  take<T>(keys: readonly string[], read: (value: Plain, key: string) => T | undefined): T | undefined {
    for (const name of keys) {
      const key = this.byFlatKey.get(flatKey(name));
      if (key === undefined || this.used.has(key)) continue;
      const value = read(this.record[key]!, key);
      if (value === undefined) continue;
      this.used.add(key);
      return value;
    }
    return undefined;
  }

  has(name: string): boolean {
    return this.byFlatKey.has(flatKey(name));
  }

  /** What nobody read, verbatim; what an export kept under `extra` is put back beside it. */
  rest(): PlainRecord | undefined {
    const kept = this.take(['extra'], (value) => (isRecord(value) ? value : undefined)) ?? {};
    const unread = Object.entries(this.record).filter(([key]) => !this.used.has(key));
    const rest = { ...kept, ...Object.fromEntries(unread) };
    return Object.keys(rest).length === 0 ? undefined : rest;
  }
}

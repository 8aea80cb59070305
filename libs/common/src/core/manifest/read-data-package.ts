// A Data Package (specs.frictionlessdata.io) as Manyfold writes it beside the files of a model.

import { judgeLicense } from '../licensing/judge-license.js';
import type { Manifest } from './manifest.js';
import { readLicenseText } from './read-license-text.js';

export interface DataPackage {
  readonly manifest: Manifest;
  /** Paths of files that hold a part once more, with its supports. */
  readonly presupportedPaths: readonly string[];
}

/** What it says; undefined for a text that is no Data Package. */
export function readDataPackage(text: string): DataPackage | undefined {
  const root = jsonOf(text);
  if (!isRecord(root) || !Array.isArray(root['resources'])) return undefined;
  const title = textIn(root, 'title') ?? textIn(root, 'name');
  const description = textIn(root, 'description');
  const version = textIn(root, 'version');
  const stated = recordsIn(root, 'licenses').flatMap(
    (license) => textIn(license, 'name') ?? textIn(license, 'title') ?? [],
  );
  const creators = recordsIn(root, 'contributors').flatMap((one) => textIn(one, 'title') ?? []);
  const known = stated.find((license) => judgeLicense(license).ok);
  const hardware = known === undefined ? stated[0] && readLicenseText(stated[0]) : spdx(known);
  return {
    manifest: {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
      ...(version === undefined ? {} : { version }),
      ...(hardware ? { licenses: { hardware } } : {}),
      ...(creators.length === 0 ? {} : { licensors: creators.map((name) => ({ name })) }),
    },
    presupportedPaths: recordsIn(root, 'resources').flatMap((resource) =>
      resource['presupported'] === true ? (textIn(resource, 'path') ?? []) : [],
    ),
  };
}

const spdx = (expression: string) => ({ asWritten: expression, expression, status: 'spdx' }) as const;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // A file of this name that is no JSON is a file like any other.
  }
}

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const recordsIn = (root: Fields, key: string): Fields[] =>
  Array.isArray(root[key]) ? (root[key] as unknown[]).filter(isRecord) : [];

function textIn(root: Fields, key: string): string | undefined {
  const value = root[key];
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' ? undefined : text;
}

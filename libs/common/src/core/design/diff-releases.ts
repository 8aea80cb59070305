// What changed between two releases, in words a person reads: facts, parts with their measures, files.

import type { Sha256 } from '../kernel/ids.js';
import type { BoxMm, Process } from './part.js';

/** What is compared of a part. */
export interface ComparedPart {
  readonly name: string;
  readonly fileName: string;
  readonly fileSha256: Sha256;
  readonly quantity: number;
  readonly process: Process;
  readonly materials: readonly string[];
  readonly infillPercent?: number | undefined;
  readonly layerMm?: number | undefined;
  readonly perimeters?: number | undefined;
  readonly supports?: boolean | undefined;
  readonly boxMm: BoxMm;
  readonly volumeMm3: number;
  readonly areaMm2: number;
  readonly watertight: boolean;
}

/** What is compared of a release. */
export interface ComparedRelease {
  readonly title: string;
  readonly summary: string;
  readonly license: string;
  readonly parts: readonly ComparedPart[];
  readonly files: readonly { readonly path: string; readonly sha256: Sha256 }[];
}

export interface ChangedFact {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface PartChange {
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly facts: ChangedFact[];
}

export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'moved';
  readonly before?: string;
}

export interface Difference {
  readonly facts: ChangedFact[];
  readonly parts: PartChange[];
  readonly files: FileChange[];
}

type Words = readonly (readonly [what: string, said: string])[];

/**
 * What is not the same in `after`. Parts are the same part when their files have the same path, or else the same name;
 * a file is moved when its content stands under another path only.
 */
export function diffReleases(before: ComparedRelease, after: ComparedRelease): Difference {
  return {
    facts: changedFacts(wordsOf(before), wordsOf(after)),
    parts: diffParts(before.parts, after.parts),
    files: diffFiles(before.files, after.files),
  };
}

const wordsOf = ({ title, summary, license }: ComparedRelease): Words => [
  ['title', title],
  ['summary', summary],
  ['licence', license],
];

function diffParts(before: readonly ComparedPart[], after: readonly ComparedPart[]): PartChange[] {
  const left = new Set(before);
  const take = (same: (part: ComparedPart) => boolean): ComparedPart | undefined => {
    const found = [...left].find(same);
    if (found) left.delete(found);
    return found;
  };
  // Paths first, for all: else a part could take the old part of another by its name.
  const byPath = after.map((part) => [part, take(({ fileName }) => fileName === part.fileName)] as const);
  const pairs = byPath.map(([part, old]) => [part, old ?? take(({ name }) => name === part.name)] as const);
  const changed = pairs.flatMap(([part, old]): PartChange[] => {
    if (!old) return [{ name: part.name, change: 'added', facts: changedFacts([], partWords(part)) }];
    const facts = changedFacts(partWords(old), partWords(part));
    if (facts.length === 0 && old.fileSha256 !== part.fileSha256)
      facts.push({
        what: 'file',
        before: old.fileName,
        after: `${part.fileName}, other content with the same measures`,
      });
    return facts.length === 0 ? [] : [{ name: part.name, change: 'changed', facts }];
  });
  const removed = [...left].map((part): PartChange => ({
    name: part.name,
    change: 'removed',
    facts: changedFacts(partWords(part), []),
  }));
  return [...changed, ...removed];
}

const NOT_SAID = '';

function partWords(part: ComparedPart): Words {
  const { boxMm } = part;
  return [
    ['name', part.name],
    ['pieces', String(part.quantity)],
    ['process', part.process],
    ['materials', part.materials.length === 0 ? 'any' : part.materials.toSorted().join(', ')],
    ['infill', part.infillPercent === undefined ? NOT_SAID : `${part.infillPercent} %`],
    ['layer height', part.layerMm === undefined ? NOT_SAID : `${part.layerMm} mm`],
    ['walls', part.perimeters === undefined ? NOT_SAID : String(part.perimeters)],
    ['supports', part.supports === undefined ? NOT_SAID : part.supports ? 'yes' : 'no'],
    ['size', `${boxMm.x.toFixed(2)} × ${boxMm.y.toFixed(2)} × ${boxMm.z.toFixed(2)} mm`],
    ['volume', `${(part.volumeMm3 / 1000).toFixed(3)} cm³`],
    ['surface', `${(part.areaMm2 / 100).toFixed(2)} cm²`],
    ['watertight', part.watertight ? 'yes' : 'no'],
  ];
}

function changedFacts(before: Words, after: Words): ChangedFact[] {
  const old = new Map(before);
  const now = new Map(after);
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((what) => {
    const fact = { what, before: old.get(what) ?? NOT_SAID, after: now.get(what) ?? NOT_SAID };
    return fact.before === fact.after ? [] : [fact];
  });
}

function diffFiles(before: ComparedRelease['files'], after: ComparedRelease['files']): FileChange[] {
  const old = new Map(before.map(({ path, sha256 }) => [path, sha256]));
  const now = new Map(after.map(({ path, sha256 }) => [path, sha256]));
  const gone = before.filter(({ path }) => !now.has(path));
  const moved = new Set<string>();
  const changes = after.flatMap(({ path, sha256 }): FileChange[] => {
    if (old.get(path) === sha256) return [];
    if (old.has(path)) return [{ path, change: 'changed' }];
    const origin = gone.find((file) => file.sha256 === sha256 && !moved.has(file.path));
    if (!origin) return [{ path, change: 'added' }];
    moved.add(origin.path);
    return [{ path, change: 'moved', before: origin.path }];
  });
  const removed = gone.filter(({ path }) => !moved.has(path));
  return [...changes, ...removed.map(({ path }): FileChange => ({ path, change: 'removed' }))];
}

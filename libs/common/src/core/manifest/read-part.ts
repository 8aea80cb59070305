// One made part as manifests list it, with the process that its words amount to.

import { PROCESSES, type Process } from '../design/part.js';
import { Fields, said } from './fields.js';
import type { MakingSettings, ManifestPart, Plain } from './manifest.js';
import {
  amountOf,
  booleanOf,
  dimensionsOf,
  massOf,
  numberOf,
  pathsOf,
  quantityOf,
  textOf,
  textsOf,
} from './read-values.js';
import { isRecord } from './to-plain.js';

const WORDS: readonly (readonly [pattern: RegExp, process: Process])[] = [
  [/^(fdm|fff|3d-?p|3d[- ]?print(ed|ing)?|additive)$/, 'fdm'],
  [/^(sla|dlp|msla|resin)$/, 'sla'],
  [/^(sls|mjf)$/, 'sls'],
  [/^(las|laser([- ]?cut(ting)?)?)$/, 'laser-cutting'],
  [/^(cnc|mill(ing)?|cnc[- ]?mill(ed|ing)?)$/, 'cnc-milling'],
  [/^(vinyl([- ]?cut(ting)?)?)$/, 'vinyl-cutting'],
  [/^(pcb([- ]?mill(ed|ing)?)?)$/, 'pcb-milling'],
];

/** The process that a word stands for: `FDM`, `3DP`, `3D printed`, `CNC`, `LAS` …; undefined for others. */
export function processOf(value: Plain | undefined): Process | undefined {
  const word = textOf(value)?.toLowerCase() ?? '';
  return PROCESSES.find((process) => process === word) ?? WORDS.find(([pattern]) => pattern.test(word))?.[1];
}

/** Undefined where nothing is said. Keys that nobody knows are kept. */
export function partOf(value: Plain): ManifestPart | undefined {
  if (!isRecord(value)) {
    const name = textOf(value);
    return name === undefined ? undefined : { name };
  }
  const fields = new Fields(value);
  const tsdc = fields.take(['tsdc', 'tsdc-id'], textsOf);
  const stated = fields.take(['printing-process', 'process'], processOf);
  const settings = settingsOf(fields);
  const part = said<ManifestPart>({
    name: fields.take(['name', 'title'], textOf),
    quantity: fields.take(['quantity', 'qty', 'count', 'amount'], quantityOf),
    source: fields.take(['source'], filesOf),
    export: fields.take(['export', 'file', 'files', 'path'], filesOf),
    auxiliary: fields.take(['auxiliary'], filesOf),
    images: fields.take(['image', 'images'], pathsOf),
    tsdc,
    process: stated ?? tsdc?.map(processOf).find((process) => process !== undefined),
    materials: fields.take(['material', 'materials'], textsOf),
    settings: Object.keys(settings).length === 0 ? undefined : settings,
    massGrams: fields.take(['mass-grams', 'mass', 'weight'], massOf),
    outerDimensions: fields.take(['outer-dimensions', 'outer-dimension'], dimensionsOf),
    notes: fields.take(['notes', 'note', 'comment'], textOf),
    extra: fields.rest(),
  });
  return Object.keys(part).length === 0 ? undefined : part;
}

/** Paths, whether as text or as `{ path }`. */
const filesOf = (value: Plain): readonly string[] | undefined =>
  pathsOf(Array.isArray(value) ? (value as readonly Plain[]).map(inner) : inner(value));

const inner = (value: Plain): Plain => (isRecord(value) ? (value['path'] ?? value['url'] ?? value) : value);

/** Settings stand beside the other keys in OKH-LOSH, and in a record of their own in the normal form. */
function settingsOf(fields: Fields): MakingSettings {
  let own: MakingSettings = {};
  fields.take(['settings'], (value) => {
    if (!isRecord(value)) return undefined;
    const inside = new Fields(value);
    own = readSettings(inside);
    // What it holds besides is not thrown away: then the whole record stays among the unknown keys, too.
    return inside.rest() === undefined ? own : undefined;
  });
  return { ...readSettings(fields), ...own };
}

const readSettings = (fields: Fields): MakingSettings =>
  said<MakingSettings>({
    infillPercent: fields.take(['infill-percent'], amountOf) ?? fields.take(['infill'], percentOf),
    layerMm: fields.take(['layer-mm', 'resolution-mm', 'layer-height', 'layer'], amountOf),
    shellMm: fields.take(['shell-mm', 'shell-thickness'], amountOf),
    topBottomMm: fields.take(['top-bottom-mm', 'top-bottom-thickness'], amountOf),
    perimeters: fields.take(['perimeters', 'walls'], quantityOf),
    supports: fields.take(['supports', 'support'], booleanOf),
    brim: fields.take(['brim', 'raft-brim'], booleanOf),
  });

/** `30`, `30 %`, and `0.3` for a share. */
function percentOf(value: Plain): number | undefined {
  const number = numberOf(value);
  if (number === undefined || number < 0 || number > 100) return undefined;
  const share = number > 0 && number < 1 && !(typeof value === 'string' && value.includes('%'));
  return share ? Math.round(number * 1e6) / 1e4 : number + 0;
}

// Time and material of mesh files on this machine, without slicing and without a network.

import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { estimatePart, type PartEstimate } from '#core/costing/estimate-part';
import { MATERIALS } from '#core/costing/materials';
import { normaliseMaterial } from '#core/design/part';
import { measureSolid } from '#core/geometry/measure';
import type { Mesh, ReadModel } from '#core/geometry/mesh';
import { readMesh } from '#core/geometry/read-mesh';
import { sectionProfile } from '#core/geometry/sections';
import type { Refusal } from '#core/kernel/result';
import { between } from './command.js';
import { InputRefused } from './exit.js';
import type { Output } from './output.js';

/** As the network takes them. */
const MOST_BYTES = 200 * 2 ** 20;

export interface EstimateOptions {
  readonly material?: string;
  readonly infill: number;
  readonly layer?: number;
  readonly perimeters: number;
  readonly process: 'fdm' | 'sla';
  readonly supports?: boolean;
}

/** The options of `fabcommons estimate`. */
export const withEstimateOptions = (command: Command): Command =>
  command
    .addOption(new Option('--process <how>', 'printer').choices(['fdm', 'sla']).default('fdm'))
    .option('--material <name>', 'material family (default: PLA, RESIN for sla)')
    .addOption(new Option('--infill <percent>', 'share of the inside').argParser(between(0, 100)).default(15))
    .addOption(new Option('--layer <mm>', 'height of a layer').argParser(between(0.01, 1)))
    .addOption(new Option('--perimeters <n>', 'lines of a wall').argParser(between(0, 100)).default(2))
    .option('--supports', 'with supports (sla has them unless told --no-supports)')
    .option('--no-supports');

/** What is told of a file, all its pieces together; of a file that cannot be read, the refusal. */
export interface EstimatedFile {
  readonly file: string;
  /** Build items of a 3MF, 1 for other formats. */
  readonly pieces?: number;
  readonly material?: string;
  readonly massGrams?: number;
  readonly timeSeconds?: number;
  readonly energyKwh?: number;
  /** Each sums to the figure above; see PartEstimate. */
  readonly terms?: {
    readonly massGrams: PartEstimate['terms']['massGrams'];
    readonly timeSeconds: PartEstimate['terms']['seconds'];
  };
  /** Four of five parts lie between low and high. */
  readonly band?: { readonly massGrams: Band; readonly timeSeconds: Band };
  /** Reading the file not counted. */
  readonly estimatedInMs?: number;
  readonly refusal?: Refusal;
}

type Band = readonly [low: number, high: number];

/** Estimates each file and prints it; true when all could be read. */
export async function estimateFiles(
  files: readonly string[],
  options: EstimateOptions,
  output: Output,
): Promise<boolean> {
  const material = materialOf(options);
  const estimated: EstimatedFile[] = [];
  for (const file of files) estimated.push(await estimateFile(file, material, options));
  // One file is one object, several are a list: what a script that asked for one file expects.
  output.result(estimated.length === 1 ? estimated[0] : estimated, () =>
    estimated.forEach((each) => show(output, each)),
  );
  return estimated.every(({ refusal }) => refusal === undefined);
}

function materialOf({ material, process }: EstimateOptions): string {
  const name = normaliseMaterial(material ?? (process === 'sla' ? 'RESIN' : 'PLA'));
  const known = Object.keys(MATERIALS).filter((each) => MATERIALS[each]!.process === process);
  if (known.includes(name)) return name;
  throw new InputRefused({
    code: 'material/unknown',
    message: `"${name}" is no material for ${process === 'sla' ? 'resin' : 'filament'} printers that is known here.`,
    remedy: `Known are ${known.join(', ')}.`,
  });
}

async function estimateFile(file: string, material: string, options: EstimateOptions): Promise<EstimatedFile> {
  const bytes = await bytesOf(file);
  if (!(bytes instanceof Uint8Array)) return { file, refusal: bytes };
  const read = readMesh(bytes, basename(file));
  if (!read.ok) return { file, refusal: read.refusal };
  const begin = performance.now();
  const { mesh, times } = pieceOf(read.value);
  const { boxMm, volumeMm3, areaMm2 } = measureSolid(mesh);
  const part = {
    boxMm,
    volumeMm3,
    areaMm2,
    profile: sectionProfile(mesh),
    infillPercent: options.infill,
    layerMm: options.layer,
    perimeters: options.perimeters,
    supports: options.supports,
  };
  const estimate = estimatePart(part, material)!;
  const { massShare, timeShare } = estimate.uncertainty;
  const [massGrams, timeSeconds] = [estimate.massGrams * times, estimate.seconds * times];
  return {
    file,
    pieces: read.value.instances,
    material,
    massGrams,
    timeSeconds,
    energyKwh: estimate.energyKwh * times,
    terms: { massGrams: scaled(estimate.terms.massGrams, times), timeSeconds: scaled(estimate.terms.seconds, times) },
    band: { massGrams: around(massGrams, massShare), timeSeconds: around(timeSeconds, timeShare) },
    estimatedInMs: performance.now() - begin,
  };
}

async function bytesOf(file: string): Promise<Uint8Array | Refusal> {
  try {
    const { size } = await stat(file);
    if (size <= MOST_BYTES) return await readFile(file);
    return { code: 'mesh/too-large', message: `"${file}" has ${size} bytes; up to ${MOST_BYTES} are read.` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    return { code: 'file/not-found', message: `There is no file ${file}.`, remedy: 'Check the path.' };
  }
}

/** Equal pieces are reckoned once, by themselves; different ones as they stand together. */
function pieceOf({ mesh, objects, instances }: ReadModel): { mesh: Mesh; times: number } {
  const [only] = objects;
  const alike = objects.length === 1 && only?.instances === instances && instances > 1;
  if (!alike || only.triangles * instances * 9 !== mesh.positions.length) return { mesh, times: 1 };
  return { mesh: { positions: mesh.positions.slice(0, 9 * only.triangles) }, times: instances };
}

const around = (value: number, share: number): Band => [value * (1 - share), value * (1 + share)];

const scaled = (terms: Readonly<Record<string, number>>, times: number): Record<string, number> =>
  Object.fromEntries(Object.entries(terms).map(([term, value]) => [term, value * times]));

function show(
  output: Output,
  { file, pieces, massGrams, timeSeconds, terms, band, material, refusal }: EstimatedFile,
): void {
  output.say(file);
  if (refusal) output.say(`  ${refusal.code}: ${refusal.message} ${refusal.remedy ?? ''}`.trimEnd());
  if (massGrams === undefined || timeSeconds === undefined || !terms || !band) return;
  const many = pieces === 1 ? '' : `, ${pieces} pieces`;
  const grams = band.massGrams.map((value) => value.toFixed(1)).join(' to ');
  const minutes = band.timeSeconds.map(clock).join(' to ');
  output.say(
    `  ${massGrams.toFixed(1)} g of ${material} (${grams})${many}: ${told(terms.massGrams, (value) => `${value.toFixed(1)} g`)}`,
  );
  output.say(`  ${clock(timeSeconds)} (${minutes}): ${told(terms.timeSeconds, clock)}`);
}

const told = (terms: Readonly<Record<string, number>>, tell: (value: number) => string): string =>
  Object.entries(terms)
    .filter(([, value]) => value > 0)
    .map(([term, value]) => `${term} ${tell(value)}`)
    .join(', ');

/** 4000 → `1 h 07 min`. */
const clock = (seconds: number): string => {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
};

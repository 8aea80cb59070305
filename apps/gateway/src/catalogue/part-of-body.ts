// A part as it is shown and kept, out of what was said of its file and what was measured of one of its bodies.

import type { PartView } from '#contracts/http/releases';
import { estimatePart } from '#core/costing/estimate-part';
import { USUAL_MATERIALS, materialFacts } from '#core/costing/materials';
import type { CutLines } from '#core/design/part';
import type { FullMeasures } from '#core/geometry/measure-fully';
import type { PartProblem } from '#core/geometry/part-problem';
import type { PartId } from '#core/kernel/ids';
import type { MeasuredBody, MeasuredOutline } from '#platform/workers/mesh-tasks';
import type { NewPart } from './releases.repository.js';
import type { UnderstoodPart } from './understand-release.js';

/** A body with its place in the release. */
export interface PlacedBody {
  readonly id: PartId;
  readonly name: string;
  readonly fileBytes: number;
  readonly body: MeasuredBody;
  /** The body is not all that the file places. */
  readonly oneOfSeveral: boolean;
  /** The file places no other body. */
  readonly onlyBody: boolean;
}

/** Sixteen of a file that places sixteen rings are sixteen rings: the name or the manifest says what the file shows. */
const piecesOf = (said: number, instances: number, onlyBody: boolean): number =>
  onlyBody && said === instances ? instances : said * instances;

/** The part; its quantity is what was said of the file times how often the file places the body. */
export function partOfBody(part: UnderstoodPart, placed: PlacedBody): NewPart {
  const { path, sha256, unit: _unit, process = 'fdm', materials = [], quantity, ...said } = part;
  const { measures, problems, profile, index, instances } = placed.body;
  const { boxMm, volumeMm3, areaMm2, triangles, shells, watertight, orientations, footprintMm } = measures;
  const view: PartView = {
    ...said,
    id: placed.id,
    name: placed.name,
    fileName: path,
    fileSha256: sha256,
    fileBytes: placed.fileBytes,
    ...(placed.oneOfSeveral ? { body: index, instances } : {}),
    quantity: piecesOf(quantity, instances, placed.onlyBody),
    process,
    materials,
    boxMm,
    volumeMm3,
    areaMm2,
    triangles,
    shells,
    watertight,
    measures: measuresOf(measures),
    problems: problems.map(problemView),
  };
  const estimate = estimateOf(view, profile);
  return {
    view: { ...view, ...(estimate ? { estimate } : {}) },
    facts: { ...(profile ? { profile } : {}), orientations, footprintMm },
  };
}

/** The part that is cut out of a sheet by a drawing: it has no height. */
export function partOfOutline(part: UnderstoodPart, id: PartId, outline: MeasuredOutline): PartView {
  const { path, sha256, process = 'laser-cutting', materials = [], ...said } = part;
  const { boxMm, areaMm2, cutLengthMm, closedPaths, openPaths } = outline.measures;
  const view: PartView = {
    ...said,
    id,
    fileName: path,
    fileSha256: sha256,
    fileBytes: outline.bytes,
    process,
    materials,
    boxMm,
    volumeMm3: 0,
    areaMm2,
    triangles: 0,
    shells: closedPaths,
    watertight: openPaths === 0,
    measures: { outline: { cutLengthMm, areaMm2, closedPaths, openPaths } },
    problems: outline.problems.map(problemView),
  };
  const estimate = estimateOf(view, undefined);
  return { ...view, ...(estimate ? { estimate } : {}) };
}

/** What is cut of a part out of a drawing; undefined for others. */
export function cutLinesOf({ measures, unit }: PartView): CutLines | undefined {
  const outline = measures?.outline;
  if (!outline) return undefined;
  const { cutLengthMm, closedPaths, openPaths } = outline;
  return { lengthMm: cutLengthMm, contours: closedPaths + openPaths, ...(unit === undefined ? {} : { unit }) };
}

function measuresOf(measures: FullMeasures): PartView['measures'] {
  const { thinnestWall, overhangMm2, baseContactMm2, centreOfMassMm, orientations } = measures;
  const { rotation, reason } = orientations.proposed;
  return {
    ...(thinnestWall ? { thinnestWallMm: thinnestWall.thicknessMm } : {}),
    overhangAreaMm2: overhangMm2,
    baseContactMm2,
    centreOfMassMm,
    orientation: { quaternion: [...rotation], reason },
  };
}

/** A problem as it is shown. */
export const problemView = ({ place, ...problem }: PartProblem): PartView['problems'][number] => ({
  ...problem,
  ...(place ? { placeMm: place } : {}),
});

/** Only in a material that is known for the process. */
function estimateOf(view: PartView, profile: MeasuredBody['profile']): PartView['estimate'] {
  const material = view.materials[0] ?? USUAL_MATERIALS[view.process];
  if (materialFacts(material)?.process !== view.process) return undefined;
  const estimate = estimatePart({ ...view, profile, cut: cutLinesOf(view) }, material);
  if (!estimate) return undefined;
  const { massGrams, seconds, uncertainty } = estimate;
  const uncertaintyPercent = Math.round(100 * Math.max(uncertainty.massShare, uncertainty.timeShare));
  return { material, massGrams, seconds, uncertaintyPercent };
}

/** What readers call an object that has no name. */
const UNNAMED = /^\s*(object \d+)?\s*$/i;

/** Names for the bodies of one file, each different: those of the file's objects, if there are several. */
export function namesOfBodies(fileName: string, bodies: readonly Pick<MeasuredBody, 'name'>[]): string[] {
  if (bodies.length === 1) return [fileName];
  const taken = new Set<string>();
  return bodies.map(({ name }, i) => {
    const said = UNNAMED.test(name) ? `${fileName.slice(0, 180)} ${i + 1}` : visible(name);
    let free = said;
    for (let n = 2; taken.has(free); n++) free = `${said} (${n})`;
    taken.add(free);
    return free;
  });
}

const visible = (name: string): string =>
  name
    .replace(/[\p{Control}\p{Surrogate}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/\.(stl|3mf|obj)$/i, '')
    .trim()
    .slice(0, 180) || 'Body';

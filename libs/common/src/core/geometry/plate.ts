// A plate: parts placed side by side for one print, as a 3MF whose bytes depend on nothing but its contents.

import { Zip, ZipDeflate, strToU8 } from 'fflate';
import { boxOf } from './measure.js';
import type { Mesh } from './mesh.js';
import { weld } from './weld.js';

/** Turned about the vertical, counter-clockwise seen from above. */
export type QuarterTurn = 0 | 90 | 180 | 270;

export interface PlatePart {
  readonly name: string;
  readonly mesh: Mesh;
}

/** One unit on the plate: the lowest corner of its footprint lies at (xMm, yMm), its lowest point on the plate. */
export interface PlateItem {
  /** Which of the plate's parts, from 0. */
  readonly part: number;
  /** What this piece is called on the plate; without it, as its part. */
  readonly label?: string | undefined;
  readonly xMm: number;
  readonly yMm: number;
  readonly rotationDeg: QuarterTurn;
}

export interface Plate {
  readonly title: string;
  readonly parts: readonly PlatePart[];
  readonly items: readonly PlateItem[];
}

const CONTENT_TYPES = `<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="model" ContentType="application/vnd.ms-package.3dmanufacturing-3dmodel+xml"/></Types>`;
const RELATIONSHIPS = `<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Target="/3D/3dmodel.model" Id="rel0" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`;
/** The first day that ZIP can write, in every time zone: it stores local time. */
const NO_TIME = new Date(1980, 0, 1);
const LINES_AT_ONCE = 20_000;

/** The plate as core-specification 3MF in millimetres; equal plates give equal bytes. */
export function writePlate3mf(plate: Plate): Uint8Array<ArrayBuffer> {
  if (plate.items.length === 0) throw new RangeError('a plate without items');
  const pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  addFile(zip, '[Content_Types].xml', [CONTENT_TYPES]);
  addFile(zip, '_rels/.rels', [RELATIONSHIPS]);
  addFile(zip, '3D/3dmodel.model', modelXml(plate));
  zip.end();
  return joined(pieces);
}

function addFile(zip: Zip, name: string, texts: Iterable<string>): void {
  const file = new ZipDeflate(name, { level: 6 });
  file.mtime = NO_TIME;
  zip.add(file);
  for (const text of texts) file.push(strToU8(text));
  file.push(new Uint8Array(0), true);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function* modelXml({ title, parts, items }: Plate): Generator<string> {
  yield `<?xml version="1.0" encoding="UTF-8"?>
<model unit="millimeter" xml:lang="en" xmlns="http://schemas.microsoft.com/3dmanufacturing/core/2015/02">
<metadata name="Title">${escaped(title)}</metadata>
<resources>
`;
  for (const [index, part] of parts.entries()) yield* objectXml(part, index + 1);
  yield '</resources>\n<build>\n';
  const boxes = parts.map(({ mesh }) => boxOf(mesh.positions));
  for (const item of items) {
    const [part, box] = [parts[item.part], boxes[item.part]];
    if (!part || !box) throw new RangeError(`the plate has no part ${item.part}`);
    const transform = placement(item, box).map(millimetres).join(' ');
    yield `<item objectid="${item.part + 1}" transform="${transform}" partnumber="${escaped(item.label ?? part.name)}"/>\n`;
  }
  yield '</build>\n</model>\n';
}

function* objectXml({ name, mesh }: PlatePart, id: number): Generator<string> {
  const label = escaped(name);
  const { cornerOf, pointOf } = weld(mesh);
  yield `<object id="${id}" type="model" name="${label}" partnumber="${label}">\n<mesh>\n<vertices>\n`;
  yield* inLots(cornerOf.length, (point) => {
    const at = 3 * cornerOf[point]!;
    const [x, y, z] = [mesh.positions[at]!, mesh.positions[at + 1]!, mesh.positions[at + 2]!];
    return `<vertex x="${single(x)}" y="${single(y)}" z="${single(z)}"/>\n`;
  });
  yield '</vertices>\n<triangles>\n';
  yield* inLots(pointOf.length / 3, (triangle) => {
    const [a, b, c] = [pointOf[3 * triangle]!, pointOf[3 * triangle + 1]!, pointOf[3 * triangle + 2]!];
    // The specification forbids triangles with two equal corners.
    return a === b || b === c || c === a ? '' : `<triangle v1="${a}" v2="${b}" v3="${c}"/>\n`;
  });
  yield '</triangles>\n</mesh>\n</object>\n';
}

function* inLots(count: number, line: (index: number) => string): Generator<string> {
  for (let start = 0; start < count; start += LINES_AT_ONCE) {
    let text = '';
    for (let index = start; index < Math.min(count, start + LINES_AT_ONCE); index++) text += line(index);
    yield text;
  }
}

/** Turns the part, then moves the turned box to its place: p' = p · M. */
function placement({ xMm, yMm, rotationDeg }: PlateItem, { minMm, maxMm }: ReturnType<typeof boxOf>): number[] {
  const [cos, sin] = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] }[rotationDeg] as [number, number];
  const lowestX = Math.min(minMm.x * cos, maxMm.x * cos) + Math.min(-minMm.y * sin, -maxMm.y * sin);
  const lowestY = Math.min(minMm.x * sin, maxMm.x * sin) + Math.min(minMm.y * cos, maxMm.y * cos);
  return [cos, sin, 0, -sin, cos, 0, 0, 0, 1, xMm - lowestX, yMm - lowestY, -minMm.z];
}

/** The shortest decimal, of 7 or 9 digits, that reads back as the same single-precision number. */
function single(value: number): string {
  const short = Number(value.toPrecision(7));
  return String(Math.fround(short) === value ? short : Number(value.toPrecision(9)));
}

/** Placement to a nanometre; −0 is 0. */
const millimetres = (value: number): string => String(Math.round(value * 1e6) / 1e6 + 0);

/** Text for XML: marked-up characters escaped, control characters (which XML cannot hold) left out. */
function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text
    .replace(/\p{Control}|\p{Surrogate}|[\ufffe\uffff]/gu, ' ')
    .replace(/[&<>"]/g, (found) => entities[found]!);
}

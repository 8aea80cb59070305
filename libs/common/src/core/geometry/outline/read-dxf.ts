// What a DXF draws: entities of the model space, blocks put in where they are inserted, all else told.

import { giveUp } from '../refusals.js';
import { type DxfEntity, type DxfFile, numberOf, parseDxf } from './dxf-groups.js';
import { axesOf, pathOfEntity, pathOfPolyline } from './dxf-shapes.js';
import { type Drawing, OUTLINE_LIMITS } from './outline.js';
import { PathPen } from './path-pen.js';
import { type PlaneTransform, STILL, scaling, shift, turning, within } from './plane-transform.js';

/** $INSUNITS that drawings for machines have. */
const UNITS_MM: Readonly<Record<string, number>> = { 1: 25.4, 2: 304.8, 4: 1, 5: 10, 6: 1000, 8: 25.4e-6, 9: 0.0254, 10: 914.4, 13: 0.001, 14: 100 }; // prettier-ignore
const TOLD: Readonly<Record<string, string>> = {
  TEXT: 'text',
  MTEXT: 'text',
  ATTRIB: 'text',
  DIMENSION: 'dimension',
  HATCH: 'hatch',
  IMAGE: 'picture',
  '3DFACE': 'face',
  SOLID: 'face',
  '3DSOLID': 'solid',
  MESH: 'mesh',
  LEADER: 'leader',
};

/** The drawing, in the units that its header names. */
export function readDxf(bytes: Uint8Array): Drawing {
  const file = parseDxf(bytes);
  const pen = new PathPen();
  draw(file.entities, STILL, { file, pen, depth: 0 });
  return { paths: pen.paths, unitMm: UNITS_MM[file.header.get('$INSUNITS')?.trim() ?? ''], leftOut: pen.leftOut };
}

interface Context {
  readonly file: DxfFile;
  readonly pen: PathPen;
  readonly depth: number;
}

function draw(entities: readonly DxfEntity[], place: PlaneTransform, context: Context): void {
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i]!;
    context.pen.count();
    // Sheets of paper show the model once more.
    if (numberOf(entity, 67, 0) === 1) continue;
    if (entity.type === 'INSERT') insert(entity, place, context);
    else if (entity.type === 'POLYLINE') {
      const vertices: DxfEntity[] = [];
      while (entities[i + 1]?.type === 'VERTEX') vertices.push(entities[++i]!);
      polyline(entity, vertices, { place, pen: context.pen });
    } else drawn(entity, place, context.pen);
  }
}

function drawn(entity: DxfEntity, place: PlaneTransform, pen: PathPen): void {
  const path = pathOfEntity(entity);
  if (path) pen.draw(path.points, path.closed, within(place, axesOf(entity)));
  else if (TOLD[entity.type] !== undefined) pen.leave(TOLD[entity.type]!);
}

function polyline(
  entity: DxfEntity,
  vertices: readonly DxfEntity[],
  { place, pen }: { place: PlaneTransform; pen: PathPen },
): void {
  // Meshes are written as polylines too.
  if ((numberOf(entity, 70, 0) & (16 | 64)) !== 0) return pen.leave('mesh');
  const { points, closed } = pathOfPolyline(entity, vertices);
  pen.draw(points, closed, within(place, axesOf(entity)));
}

function insert(entity: DxfEntity, place: PlaneTransform, { file, pen, depth }: Context): void {
  const name = entity.groups.find(([code]) => code === 2)?.[1] ?? '';
  const block = file.blocks.get(name.toUpperCase());
  if (!block) return pen.leave('insert of a block that is missing');
  if (depth >= OUTLINE_LIMITS.references) {
    giveUp('outline/too-complex', `Block "${name.slice(0, 80)}" holds itself, or blocks are nested too deeply.`);
  }
  const number = (code: number, otherwise: number): number => numberOf(entity, code, otherwise);
  const [columns, rows] = [Math.max(1, number(70, 1)), Math.max(1, number(71, 1))];
  if (columns * rows * block.length > OUTLINE_LIMITS.elements) {
    giveUp('outline/too-complex', `Block "${name.slice(0, 80)}" is inserted ${columns * rows} times.`);
  }
  const base = shift(-numberOf(block[0]!, 10, 0), -numberOf(block[0]!, 20, 0));
  const sized = within(turning(number(50, 0)), scaling(number(41, 1), number(42, 1)));
  const outer = within(within(place, axesOf(entity)), shift(number(10, 0), number(20, 0)));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = within(turning(number(50, 0)), shift(column * number(44, 0), row * number(45, 0)));
      const inside = within(within(within(outer, cell), turning(-number(50, 0))), within(sized, base));
      draw(block.slice(1), inside, { file, pen, depth: depth + 1 });
    }
  }
}

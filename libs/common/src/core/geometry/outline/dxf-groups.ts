// A DXF as its groups (code and value on lines of their own), and these as entities, blocks and header variables.

import { giveUp } from '../refusals.js';
import { OUTLINE_LIMITS } from './outline.js';

/** An entity or a part of one: what kind it is, and its groups in order. */
export interface DxfEntity {
  readonly type: string;
  readonly groups: readonly (readonly [code: number, value: string])[];
}

export interface DxfFile {
  readonly header: ReadonlyMap<string, string>;
  readonly blocks: ReadonlyMap<string, readonly DxfEntity[]>;
  readonly entities: readonly DxfEntity[];
}

const BINARY = 'AutoCAD Binary DXF';

/** The parts of a text DXF that hold drawings. */
export function parseDxf(bytes: Uint8Array): DxfFile {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (text.startsWith(BINARY)) {
    giveUp('outline/binary-dxf', 'The file is a binary DXF; only those written as text are read.');
  }
  const header = new Map<string, string>();
  const blocks = new Map<string, DxfEntity[]>();
  const entities: DxfEntity[] = [];
  let section = '';
  let variable = '';
  let block: DxfEntity[] | undefined;
  for (const entity of entitiesOf(text)) {
    const { type, groups } = entity;
    const named = (): string => groups.find(([code]) => code === 2)?.[1] ?? '';
    if (type === 'SECTION') section = named();
    else if (type === 'ENDSEC') section = '';
    else if (type === 'BLOCK') blocks.set(named().toUpperCase(), (block = [entity]));
    else if (type === 'ENDBLK') block = undefined;
    else if (block) block.push(entity);
    else if (section === 'ENTITIES') entities.push(entity);
    if (section !== 'HEADER') continue;
    for (const [code, value] of groups) {
      if (code === 9) variable = value;
      else if (!header.has(variable)) header.set(variable, value);
    }
  }
  return { header, blocks, entities };
}

function* entitiesOf(text: string): Generator<DxfEntity> {
  let [at, line, count] = [0, 0, 0];
  const next = (): string | undefined => {
    if (at >= text.length) return undefined;
    const end = text.indexOf('\n', at);
    const value = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    line++;
    return value.trim();
  };
  let entity: { type: string; groups: [number, string][] } | undefined;
  for (let code = next(); code !== undefined; code = next()) {
    const value = next();
    // Programs end their files with an empty line.
    if (value === undefined && code === '') break;
    if (!/^-?\d{1,4}$/.test(code) || value === undefined) {
      giveUp(
        'outline/malformed',
        `Line ${line - 1} of the DXF should be a group code and is ${JSON.stringify(code.slice(0, 40))}.`,
      );
    }
    if (code !== '0') {
      entity?.groups.push([Number(code), value]);
      continue;
    }
    if (entity) yield entity;
    if (++count > OUTLINE_LIMITS.elements) {
      giveUp('outline/too-complex', `The DXF has more than ${OUTLINE_LIMITS.elements} entities.`);
    }
    entity = { type: value.toUpperCase(), groups: [] };
  }
  if (!entity) giveUp('outline/malformed', 'The file holds no DXF groups.');
  yield entity;
}

/** The first value of a group as a number. */
export function numberOf({ groups }: DxfEntity, code: number, otherwise: number): number {
  const found = groups.find(([each]) => each === code);
  if (!found) return otherwise;
  const value = Number(found[1]);
  if (found[1] === '' || !Number.isFinite(value)) {
    giveUp('outline/malformed', `A DXF entity has ${JSON.stringify(found[1].slice(0, 40))} where a number belongs.`);
  }
  return value;
}

/** All values of a group, in order. */
export const numbersIn = ({ groups }: DxfEntity, code: number): number[] =>
  groups.flatMap(([each, value]) => (each === code ? [Number(value)] : []));

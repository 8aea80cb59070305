// The one door through which files become meshes.

import { type Result, ok } from '../kernel/result.js';
import {
  DEFAULT_READ_LIMITS,
  type Mesh,
  type ReadBodies,
  type ReadBody,
  type ReadLimits,
  type ReadModel,
} from './mesh.js';
import { read3mf, read3mfBodies } from './model3mf.js';
import { readObj } from './obj.js';
import { type GeometryRefusal, giveUp, orRefusal } from './refusals.js';
import { readStl } from './stl.js';

export const MESH_FILE_EXTENSIONS = ['stl', '3mf', 'obj'] as const;

/** True when the name says that the file holds a body that can be measured. */
export const isMeshFile = (fileName: string): boolean =>
  MESH_FILE_EXTENSIONS.some((extension) => extension === extensionOf(fileName));

const extensionOf = (fileName: string): string => /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** Reads STL, 3MF or OBJ (by the name's extension) as one body in millimetres; STL and OBJ are taken as millimetres. */
export function readMesh(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<ReadLimits> = {},
): Result<ReadModel, GeometryRefusal> {
  return orRefusal(() => {
    const all = { ...DEFAULT_READ_LIMITS, ...limits };
    const model = readFormat(bytes, fileName, all);
    if (model.mesh.positions.length === 0) giveUp('mesh/empty', 'The file holds no triangles.');
    checkCoordinates(model.mesh, all);
    return model;
  });
}

/** Reads the different bodies of a file, each with how often it is placed: build items of a 3MF are instances. */
export function readBodies(
  bytes: Uint8Array,
  fileName: string,
  limits: Partial<ReadLimits> = {},
): Result<ReadBodies, GeometryRefusal> {
  if (extensionOf(fileName) !== '3mf') {
    const model = readMesh(bytes, fileName, limits);
    return model.ok ? ok(asBodies(model.value, fileName)) : model;
  }
  return orRefusal(() => {
    const all = { ...DEFAULT_READ_LIMITS, ...limits };
    const read = read3mfBodies(bytes, all);
    if (read.bodies.length === 0) giveUp('mesh/empty', 'The file holds no triangles.');
    for (const { mesh } of read.bodies) checkCoordinates(mesh, all);
    return { format: '3mf', ...read };
  });
}

/** A model of one instance as the one body that it is. */
export const asBodies = ({ format, mesh, problems }: ReadModel, fileName: string): ReadBodies => ({
  format,
  bodies: [{ index: 0, name: fileName, instances: 1, mesh }],
  problems,
});

/** {@link readMesh} of a binary STL whose corners were copied out of the file already. */
export function modelOfCorners(
  positions: Float32Array,
  fileName: string,
  limits: Partial<ReadLimits> = {},
): Result<ReadModel, GeometryRefusal> {
  return orRefusal(() => {
    const model = oneBody({ format: 'stl-binary', positions, problems: [] }, fileName);
    checkCoordinates(model.mesh, { ...DEFAULT_READ_LIMITS, ...limits });
    return model;
  });
}

function readFormat(bytes: Uint8Array, fileName: string, limits: ReadLimits): ReadModel {
  const extension = extensionOf(fileName);
  if (extension === '3mf') return { format: '3mf', ...read3mf(bytes, limits) };
  const read = extension === 'stl' ? readStl(bytes, limits) : extension === 'obj' ? readObj(bytes, limits) : undefined;
  if (!read) giveUp('mesh/unknown-format', `"${fileName}" is none of the formats that are measured.`, { extension });
  return oneBody(read, fileName);
}

function oneBody({ format, positions, problems }: ReadBody, fileName: string): ReadModel {
  const object = { name: fileName, triangles: positions.length / 9, instances: 1 };
  return { format, mesh: { positions }, instances: 1, objects: [object], problems };
}

function checkCoordinates({ positions }: Mesh, { maxCoordinateMm }: ReadLimits): void {
  for (let i = 0; i < positions.length; i++) {
    const value = positions[i]!;
    if (Math.abs(value) <= maxCoordinateMm) continue;
    if (Number.isFinite(value)) {
      giveUp('mesh/too-large', `A corner lies at ${value} mm; up to ${maxCoordinateMm} mm are read.`, { value });
    }
    giveUp('mesh/non-finite', `Triangle ${Math.floor(i / 9) + 1} has a corner that is not a number.`, {
      triangle: Math.floor(i / 9) + 1,
    });
  }
}

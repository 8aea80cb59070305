// Files on their way into the mesh worker and out of it: read under limits, written whole or not at all.

import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { threadId } from 'node:worker_threads';
import type { BodyOfFile, ReadBodies, ReadModel } from '#core/geometry/mesh';
import { asBodies, readBodies, readMesh } from '#core/geometry/read-mesh';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { type Result, ok } from '#core/kernel/result';
import type { MeshWorkerLimits } from './mesh-tasks.js';
import { readStlFile } from './stl-pieces.js';

/** A file on disk; the name says its format, the path need not. */
export interface NamedFile {
  readonly path: string;
  readonly fileName: string;
}

/** The refusal of a file that is gone. */
export const notThere = (fileName: string): GeometryRefusal =>
  geometryRefusal('mesh/unreadable', `"${fileName}" is not where it was stored.`);

/** The model in a file, whose bytes are passed on as they are read. */
export async function readModelFile(
  { path, fileName }: NamedFile,
  limits: MeshWorkerLimits,
  pass: (bytes: Uint8Array) => void = () => {},
): Promise<Result<ReadModel, GeometryRefusal>> {
  if (!existsSync(path)) return { ok: false, refusal: notThere(fileName) };
  const piecewise = /\.stl$/i.test(fileName) ? readStlFile(path, fileName, { limits, pass }) : undefined;
  if (piecewise) return piecewise;
  const file = await readWholeFile({ path, fileName }, limits);
  if (!file.ok) return file;
  pass(file.value);
  return readMesh(file.value, fileName, limits.read);
}

/** The different bodies in the file of a model that was read from it. */
export async function readBodiesFile(
  file: NamedFile,
  model: ReadModel,
  limits: MeshWorkerLimits,
): Promise<Result<ReadBodies, GeometryRefusal>> {
  if (model.instances === 1) return ok(asBodies(model, file.fileName));
  const bytes = await readWholeFile(file, limits);
  return bytes.ok ? readBodies(bytes.value, file.fileName, limits.read) : bytes;
}

/** One body of a file by its place; without one the whole file as a body. */
export async function readBodyFile(
  file: NamedFile,
  body: number | undefined,
  limits: MeshWorkerLimits,
): Promise<Result<Pick<BodyOfFile, 'mesh'>, GeometryRefusal>> {
  if (body === undefined) return readModelFile(file, limits);
  const bytes = await readWholeFile(file, limits);
  if (!bytes.ok) return bytes;
  const read = readBodies(bytes.value, file.fileName, limits.read);
  if (!read.ok) return read;
  const found = read.value.bodies[body];
  if (found) return ok(found);
  const message = `"${file.fileName}" holds ${read.value.bodies.length} bodies; there is none of number ${body}.`;
  return { ok: false, refusal: geometryRefusal('mesh/empty', message) };
}

/** All bytes of a file, as far as the limits let it be read. */
export async function readWholeFile(
  { path, fileName }: NamedFile,
  limits: MeshWorkerLimits,
): Promise<Result<Uint8Array<ArrayBuffer>, GeometryRefusal>> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!file) return { ok: false, refusal: notThere(fileName) };
  try {
    const { size } = await file.stat();
    if (size <= limits.maxFileBytes) return ok(await readFile(file));
    const message = `"${fileName}" has ${size} bytes; up to ${limits.maxFileBytes} are read.`;
    return {
      ok: false,
      refusal: geometryRefusal('mesh/too-large', message, { bytes: size, limit: limits.maxFileBytes }),
    };
  } finally {
    await file.close();
  }
}

/** Readers of `path` see all of it or nothing. */
export async function writeWholeFile(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${process.pid}-${threadId}.unfinished`;
  try {
    const file = await open(unfinished, 'w');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

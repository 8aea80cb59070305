// The thread that reads, measures and composes meshes: whole files are in memory here and nowhere else.

import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { drawThumbnail } from '#core/geometry/draw-thumbnail';
import { measureFully } from '#core/geometry/measure-fully';
import { writePlate3mf } from '#core/geometry/plate';
import { problemsOf } from '#core/geometry/problems';
import { readMesh } from '#core/geometry/read-mesh';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { type Result, ok } from '#core/kernel/result';
import type { Mesh, ReadModel } from '#core/geometry/mesh';
import type {
  ComposedPlate,
  MeasuredFile,
  MeshAnswers,
  MeshReply,
  MeshTask,
  MeshWorkerLimits,
  PlateRequest,
  RepairedFile,
  Thumbnail,
} from './mesh-tasks.js';
import { repairedFile } from './repair-file.js';
import { measureSolidFile } from './solid-file.js';
import { readStlFile } from './stl-pieces.js';

const limits = workerData as MeshWorkerLimits;
/** How V8 says that a typed array does not fit; these lie outside the heap whose limit ends the thread. */
const NO_ROOM = 'Array buffer allocation failed';
const port = parentPort;
if (!port) throw new Error('mesh-worker runs as a worker thread only');

port.on('message', ({ id, task }: { id: number; task: MeshTask }) => {
  void answer(id, task).then((reply) => {
    const bytes = 'result' in reply && reply.result.ok && 'bytes' in reply.result.value && reply.result.value.bytes;
    port.postMessage(reply, bytes instanceof Uint8Array ? [bytes.buffer as ArrayBuffer] : []);
  });
});

async function answer(id: number, task: MeshTask): Promise<MeshReply> {
  try {
    return { id, result: await resultOf(task) };
  } catch (error) {
    if (error instanceof RangeError && error.message.startsWith(NO_ROOM)) {
      return {
        id,
        result: {
          ok: false,
          refusal: geometryRefusal('mesh/too-complex', 'The mesh needs more memory than there is.'),
        },
      };
    }
    return { id, bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

async function resultOf(task: MeshTask): Promise<MeshAnswers[MeshTask['kind']]> {
  switch (task.kind) {
    case 'measure':
      return measureFile(task);
    case 'measure-solid':
      return existsSync(task.path)
        ? measureSolidFile(task.path, task.fileName, limits)
        : { ok: false, refusal: notThere(task.fileName) };
    case 'thumbnail':
      return drawFile(task);
    case 'repair':
      return repairFile(task);
    case 'compose':
      return composePlate(task.request);
  }
}

const notThere = (fileName: string): GeometryRefusal =>
  geometryRefusal('mesh/unreadable', `"${fileName}" is not where it was stored.`);

interface NamedFile {
  readonly path: string;
  readonly fileName: string;
}

async function drawFile({ path, fileName }: NamedFile): Promise<Result<Thumbnail, GeometryRefusal>> {
  const model = await readModel({ path, fileName }, () => {});
  return model.ok ? ok({ bytes: drawThumbnail(model.value.mesh) }) : model;
}

async function repairFile({ path, fileName }: NamedFile): Promise<Result<RepairedFile, GeometryRefusal>> {
  const model = await readModel({ path, fileName }, () => {});
  if (!model.ok) return model;
  const { instances, mesh } = model.value;
  if (instances === 1) return repairedFile(mesh, fileName);
  const message = `"${fileName}" places ${instances} bodies; files of one body are repaired.`;
  return { ok: false, refusal: geometryRefusal('mesh/several-bodies', message) };
}

async function measureFile({ path, fileName }: NamedFile): Promise<Result<MeasuredFile, GeometryRefusal>> {
  const hash = createHash('sha256');
  let bytes = 0;
  const pass = (piece: Uint8Array): void => {
    hash.update(piece);
    bytes += piece.length;
  };
  const model = await readModel({ path, fileName }, pass);
  if (!model.ok) return model;
  const { format, instances, objects, mesh, problems } = model.value;
  const measures = measureFully(mesh);
  return ok({
    fileSha256: hash.digest('hex'),
    bytes,
    format,
    instances,
    objects,
    measures,
    problems: [...problems, ...problemsOf(measures)],
  });
}

/** The model of a file, whose bytes are passed on as they are read. */
async function readModel(
  { path, fileName }: NamedFile,
  pass: (bytes: Uint8Array) => void,
): Promise<Result<ReadModel, GeometryRefusal>> {
  if (!existsSync(path)) return { ok: false, refusal: notThere(fileName) };
  const piecewise = /\.stl$/i.test(fileName) ? readStlFile(path, fileName, { limits, pass }) : undefined;
  if (piecewise) return piecewise;
  const file = await readWhole(path, fileName);
  if (!file.ok) return file;
  pass(file.value);
  return readMesh(file.value, fileName, limits.read);
}

async function composePlate(request: PlateRequest): Promise<Result<ComposedPlate, GeometryRefusal>> {
  const parts: { name: string; mesh: Mesh }[] = [];
  for (const { name, path, fileName } of request.parts) {
    const file = await readWhole(path, fileName);
    if (!file.ok) return file;
    const model = readMesh(file.value, fileName, limits.read);
    if (!model.ok) return model;
    parts.push({ name, mesh: model.value.mesh });
  }
  const bytes = writePlate3mf({ title: request.title, parts, items: request.items });
  const plate = { sha256: createHash('sha256').update(bytes).digest('hex'), byteLength: bytes.length };
  if (request.writeTo === undefined) return ok({ ...plate, bytes });
  await writeWhole(request.writeTo, bytes);
  return ok(plate);
}

async function readWhole(path: string, fileName: string): Promise<Result<Uint8Array<ArrayBuffer>, GeometryRefusal>> {
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
async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
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

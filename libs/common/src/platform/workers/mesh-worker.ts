// The thread that reads, measures, draws, repairs and composes meshes: whole files are in memory here and nowhere else.

import { createHash } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { drawOutline } from '#core/geometry/draw-outline';
import { drawThumbnail } from '#core/geometry/draw-thumbnail';
import { measureFully } from '#core/geometry/measure-fully';
import type { BodyOfFile, Mesh } from '#core/geometry/mesh';
import { measureOutline } from '#core/geometry/outline/measure-outline';
import { isOutlineFile, readOutline } from '#core/geometry/outline/read-outline';
import { type SheetPart, writeSheetSvg } from '#core/geometry/outline/write-sheet';
import { writePlate3mf } from '#core/geometry/plate';
import { problemsOf } from '#core/geometry/problems';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import { turnedMesh } from '#core/geometry/turn-mesh';
import { sectionProfile } from '#core/geometry/sections';
import { type Result, ok } from '#core/kernel/result';
import { nestParts, type PartToNest } from '#core/nesting/nest-parts';
import { silhouetteOf } from '#core/nesting/silhouette';
import {
  type NamedFile,
  readBodiesFile,
  readBodyFile,
  readModelFile,
  readWholeFile,
  writeWholeFile,
} from './mesh-files.js';
import type {
  ComposedPlate,
  MeasuredBodies,
  MeasuredBody,
  MeasuredFile,
  MeasuredOutline,
  MeshAnswers,
  MeshReply,
  MeshTask,
  MeshWorkerLimits,
  NestRequest,
  NestedPlates,
  OutlineFile,
  PlateRequest,
  RepairedFile,
  Thumbnail,
} from './mesh-tasks.js';
import { repairedFile } from './repair-file.js';

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
    case 'measure-bodies':
      return measureBodies(task);
    case 'measure-outline':
      return measureOutlineFile(task);
    case 'thumbnail':
      return drawFile(task);
    case 'repair':
      return repairFile(task);
    case 'nest':
      return nestFiles(task.request);
    case 'compose':
      return composePlate(task.request);
  }
}

async function measureFile(file: NamedFile): Promise<Result<MeasuredFile, GeometryRefusal>> {
  const { pass, digest } = counter();
  const model = await readModelFile(file, limits, pass);
  if (!model.ok) return model;
  const { format, instances, objects, mesh, problems } = model.value;
  const measures = measureFully(mesh);
  return ok({
    ...digest(),
    format,
    instances,
    objects,
    measures,
    // What a 3MF places several times, or beside each other, is made one by one.
    problems: [...problems, ...problemsOf(measures).filter(({ code }) => instances === 1 || code !== 'several-bodies')],
  });
}

async function measureBodies(file: NamedFile): Promise<Result<MeasuredBodies, GeometryRefusal>> {
  const { pass, digest } = counter();
  const model = await readModelFile(file, limits, pass);
  if (!model.ok) return model;
  const thumbnail = drawThumbnail(model.value.mesh);
  const read = await readBodiesFile(file, model.value, limits);
  if (!read.ok) return read;
  const { format, bodies, problems } = read.value;
  return ok({ ...digest(), format, bodies: bodies.map((body) => measuredBody(body)), problems, thumbnail });
}

function measuredBody({ index, name, instances, mesh }: BodyOfFile): MeasuredBody {
  const measures = measureFully(mesh);
  const profile = sectionProfile(mesh);
  return { index, name, instances, measures, problems: problemsOf(measures), ...(profile ? { profile } : {}) };
}

function counter(): { pass: (piece: Uint8Array) => void; digest: () => { fileSha256: string; bytes: number } } {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    pass: (piece) => {
      hash.update(piece);
      bytes += piece.length;
    },
    digest: () => ({ fileSha256: hash.digest('hex'), bytes }),
  };
}

async function measureOutlineFile({ unit, ...file }: OutlineFile): Promise<Result<MeasuredOutline, GeometryRefusal>> {
  const { pass, digest } = counter();
  const bytes = await readWholeFile(file, limits);
  if (!bytes.ok) return bytes;
  pass(bytes.value);
  const read = readOutline(bytes.value, file.fileName, unit);
  if (!read.ok) return read;
  const { format, paths, problems } = read.value;
  return ok({ ...digest(), format, measures: measureOutline(paths), problems, thumbnail: drawOutline(read.value) });
}

async function drawFile(file: NamedFile): Promise<Result<Thumbnail, GeometryRefusal>> {
  if (isOutlineFile(file.fileName)) {
    const drawing = await measureOutlineFile(file);
    return drawing.ok ? ok({ bytes: drawing.value.thumbnail }) : drawing;
  }
  const model = await readModelFile(file, limits);
  return model.ok ? ok({ bytes: drawThumbnail(model.value.mesh) }) : model;
}

async function repairFile(file: NamedFile): Promise<Result<RepairedFile, GeometryRefusal>> {
  const model = await readModelFile(file, limits);
  if (!model.ok) return model;
  const { instances, mesh } = model.value;
  if (instances === 1) return repairedFile(mesh, file.fileName);
  const message = `"${file.fileName}" places ${instances} bodies; files of one body are repaired.`;
  return { ok: false, refusal: geometryRefusal('mesh/several-bodies', message) };
}

async function nestFiles({ bed, gapMm, parts, effort }: NestRequest): Promise<Result<NestedPlates, GeometryRefusal>> {
  const shapes: PartToNest<number>[] = [];
  for (const [tag, { body, copies, rotation, ...file }] of parts.entries()) {
    const read = await readBodyFile(file, body, limits);
    if (!read.ok) return read;
    shapes.push({ tag, copies, triangles: silhouetteOf(turnedMesh(read.value.mesh, rotation)) });
  }
  return ok(nestParts({ bed, parts: shapes, gapMm, effort }));
}

/** A sheet, as SVG. */
async function composeSheet({
  title,
  parts: files,
  items,
}: PlateRequest): Promise<Result<Uint8Array, GeometryRefusal>> {
  const parts: SheetPart[] = [];
  for (const { name, path, fileName, unit } of files) {
    const read = await readWholeFile({ path, fileName }, limits);
    if (!read.ok) return read;
    const outline = readOutline(read.value, fileName, unit);
    if (!outline.ok) return outline;
    parts.push({ name, ...outline.value });
  }
  return ok(writeSheetSvg({ title, parts, items }));
}

async function composePlate(request: PlateRequest): Promise<Result<ComposedPlate, GeometryRefusal>> {
  const isSheet = request.parts.length > 0 && request.parts.every(({ fileName }) => isOutlineFile(fileName));
  const composed = await (isSheet ? composeSheet(request) : composeModel(request));
  if (!composed.ok) return composed;
  const bytes = composed.value;
  const plate = { sha256: createHash('sha256').update(bytes).digest('hex'), byteLength: bytes.length };
  if (request.writeTo === undefined) return ok({ ...plate, bytes });
  await writeWholeFile(request.writeTo, bytes);
  return ok(plate);
}

/** A plate, as 3MF. */
async function composeModel(request: PlateRequest): Promise<Result<Uint8Array, GeometryRefusal>> {
  const parts: { name: string; mesh: Mesh }[] = [];
  for (const { name, body, rotation, ...file } of request.parts) {
    const read = await readBodyFile(file, body, limits);
    if (!read.ok) return read;
    parts.push({ name, mesh: turnedMesh(read.value.mesh, rotation) });
  }
  return ok(writePlate3mf({ title: request.title, parts, items: request.items }));
}

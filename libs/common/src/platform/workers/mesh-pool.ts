// A few threads that measure and compose meshes under limits of time and memory. A thread that exceeds them is ended and
// replaced: its task is refused, the pool lives on.

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type GeometryRefusal, geometryRefusal } from '#core/geometry/refusals';
import type { Result } from '#core/kernel/result';
import type {
  ComposedPlate,
  MeasuredBodies,
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

export interface MeshPoolOptions {
  readonly workers?: number;
  readonly timeLimitMs?: number;
  readonly maxFileBytes?: number;
  readonly maxHeapMb?: number;
  readonly read?: MeshWorkerLimits['read'];
}

const DEFAULTS = { workers: 2, timeLimitMs: 60_000, maxFileBytes: 200 * 2 ** 20, maxHeapMb: 1536 };
/** Twelve million triangles take about 1 GB at the worst moment; typed arrays lie outside the heap limit. */
const MAX_TRIANGLES = 12_000_000;
const OUT_OF_MEMORY = 'ERR_WORKER_OUT_OF_MEMORY';

interface Job {
  readonly id: number;
  readonly task: MeshTask;
  readonly settle: (result: MeshAnswers[MeshTask['kind']]) => void;
  readonly fail: (error: Error) => void;
}

interface Seat {
  worker: Worker | undefined;
  job: Job | undefined;
  timer: NodeJS.Timeout | undefined;
}

/** A pool of mesh workers; made once per process, closed with it. Workers start with the first task. */
export class MeshPool {
  private readonly options: typeof DEFAULTS & { read: MeshWorkerLimits['read'] };
  private readonly seats: Seat[];
  private readonly waiting: Job[] = [];
  private nextId = 1;
  private closed = false;

  constructor(options: MeshPoolOptions = {}) {
    this.options = { ...DEFAULTS, ...options, read: { maxTriangles: MAX_TRIANGLES, ...options.read } };
    this.seats = Array.from({ length: this.options.workers }, () => ({
      worker: undefined,
      job: undefined,
      timer: undefined,
    }));
  }

  /** Reads a mesh file and measures all of it. */
  measureFile(path: string, fileName: string): Promise<Result<MeasuredFile, GeometryRefusal>> {
    return this.enqueue<'measure'>({ kind: 'measure', path, fileName });
  }

  /** Reads the different bodies of a mesh file, measures each, and draws the file. */
  measureBodies(path: string, fileName: string): Promise<Result<MeasuredBodies, GeometryRefusal>> {
    return this.enqueue<'measure-bodies'>({ kind: 'measure-bodies', path, fileName });
  }

  /** Reads a drawing, measures its outlines and draws it. */
  measureOutline(file: OutlineFile): Promise<Result<MeasuredOutline, GeometryRefusal>> {
    return this.enqueue<'measure-outline'>({ kind: 'measure-outline', ...file });
  }

  /** Draws the picture of a mesh file or a drawing; the same file gives the same bytes. */
  drawThumbnail(path: string, fileName: string): Promise<Result<Thumbnail, GeometryRefusal>> {
    return this.enqueue<'thumbnail'>({ kind: 'thumbnail', path, fileName });
  }

  /** Mends what can safely be mended of a file that holds one body; the file itself stays as it is. */
  repairFile(path: string, fileName: string): Promise<Result<RepairedFile, GeometryRefusal>> {
    return this.enqueue<'repair'>({ kind: 'repair', path, fileName });
  }

  /** Lays pieces on beds by their silhouettes. */
  nest(request: NestRequest): Promise<Result<NestedPlates, GeometryRefusal>> {
    return this.enqueue<'nest'>({ kind: 'nest', request });
  }

  /** Composes a plate out of part files; equal requests give equal bytes. */
  composePlate(request: PlateRequest): Promise<Result<ComposedPlate, GeometryRefusal>> {
    return this.enqueue<'compose'>({ kind: 'compose', request });
  }

  /** Ends all threads; tasks that are not done yet fail. */
  async close(): Promise<void> {
    this.closed = true;
    const unfinished = [...this.waiting.splice(0), ...this.seats.flatMap(({ job }) => job ?? [])];
    const workers = this.seats.flatMap(({ worker }) => worker ?? []);
    for (const seat of this.seats) this.clear(seat);
    for (const job of unfinished) job.fail(new Error('the mesh pool was closed'));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  private enqueue<K extends MeshTask['kind']>(task: MeshTask & { kind: K }): Promise<MeshAnswers[K]> {
    if (this.closed) return Promise.reject(new Error('the mesh pool is closed'));
    return new Promise((settle, fail) => {
      // A worker answers a task with the result of that task's kind.
      this.waiting.push({ id: this.nextId++, task, settle: settle as Job['settle'], fail });
      this.fill();
    });
  }

  private fill(): void {
    for (const seat of this.seats) {
      if (seat.job) continue;
      const job = this.waiting.shift();
      if (!job) return;
      seat.job = job;
      seat.timer = setTimeout(() => this.tooSlow(seat), this.options.timeLimitMs);
      seat.worker ??= this.start(seat);
      seat.worker.ref();
      seat.worker.postMessage({ id: job.id, task: job.task });
    }
  }

  private start(seat: Seat): Worker {
    const { maxFileBytes, maxHeapMb, read } = this.options;
    const worker = new Worker(workerFile(), {
      execArgv: [],
      workerData: { maxFileBytes, read } satisfies MeshWorkerLimits,
      resourceLimits: { maxOldGenerationSizeMb: maxHeapMb },
    });
    worker.on('message', (reply: MeshReply) => {
      if (seat.worker !== worker || seat.job?.id !== reply.id) return;
      const job = this.free(seat);
      if ('bug' in reply) job?.fail(new Error(`a bug in the mesh worker: ${reply.bug}`));
      else job?.settle(reply.result);
      this.fill();
    });
    worker.on('error', (error: NodeJS.ErrnoException) => this.died(seat, worker, error));
    worker.on('exit', (code) => this.died(seat, worker, new Error(`the mesh worker ended with code ${code}`)));
    return worker;
  }

  private tooSlow(seat: Seat): void {
    const worker = seat.worker;
    const job = this.clear(seat);
    const seconds = this.options.timeLimitMs / 1000;
    job?.settle(refused('mesh/too-slow', `${subject(job.task)} took longer than ${seconds} s and was given up.`));
    void worker?.terminate();
    this.fill();
  }

  private died(seat: Seat, worker: Worker, error: NodeJS.ErrnoException): void {
    if (seat.worker !== worker) return;
    const job = this.clear(seat);
    if (error.code === OUT_OF_MEMORY) {
      job?.settle(refused('mesh/too-complex', `${subject(job.task)} needs more memory than a thread may take.`));
    } else job?.fail(error);
    if (!this.closed) this.fill();
  }

  /** The seat loses its job; its worker waits, and does not keep the process alive. */
  private free(seat: Seat): Job | undefined {
    const { job } = seat;
    clearTimeout(seat.timer);
    seat.job = undefined;
    seat.worker?.unref();
    return job;
  }

  /** The seat loses its job and its worker. */
  private clear(seat: Seat): Job | undefined {
    const job = this.free(seat);
    seat.worker = undefined;
    return job;
  }
}

const refused = (code: GeometryRefusal['code'], message: string): { ok: false; refusal: GeometryRefusal } => ({
  ok: false,
  refusal: geometryRefusal(code, message),
});

function subject(task: MeshTask): string {
  if (task.kind === 'compose') return `Composing the plate "${task.request.title}"`;
  if (task.kind === 'nest') return `Nesting ${task.request.parts.length} parts`;
  return `Measuring "${task.fileName}"`;
}

/** The built worker, also when this file runs from source: threads cannot load TypeScript on Node 20. */
function workerFile(): string {
  const here = fileURLToPath(import.meta.url);
  const built = here.endsWith('.ts') ? here.replace(/([/\\])libs\1common\1src\1platform\1/, '$1dist$&') : here;
  return built.replace(/mesh-pool\.[jt]s$/, 'mesh-worker.js');
}

// Asks the one mesh worker; made when first needed.

import type { MeasuredBody, MeshAnswer, MeshQuestion } from './mesh-messages.js';

export type MeshSource = Omit<MeshQuestion, 'id' | 'want'>;
type Good = Extract<MeshAnswer, { ok: true }>;

/** A file that could not be read as a body; `message` and `remedy` are for a person. */
export class UnreadableMesh extends Error {
  constructor(
    message: string,
    readonly remedy: string | undefined,
  ) {
    super(message);
  }
}

const waiting = new Map<number, (answer: MeshAnswer) => void>();
let worker: Worker | undefined;
let lastId = 0;

/** Triangles as nine numbers each, millimetres. */
export async function askPositions(source: MeshSource): Promise<Float32Array> {
  const { positions } = await ask({ ...source, want: 'positions' });
  return positions ?? new Float32Array();
}

/** The different bodies of a file as they are measured, with their problems in the gateway's words. */
export async function askMeasures(source: MeshSource): Promise<readonly MeasuredBody[]> {
  const { bodies } = await ask({ ...source, want: 'measures' });
  if (!bodies) throw new Error('the mesh worker answered another question');
  return bodies;
}

async function ask(question: Omit<MeshQuestion, 'id'>): Promise<Good> {
  const id = ++lastId;
  const answer = await new Promise<MeshAnswer>((resolve) => {
    waiting.set(id, resolve);
    running().postMessage({ ...question, id } satisfies MeshQuestion);
  });
  if (!answer.ok) throw new UnreadableMesh(answer.message, answer.remedy);
  return answer;
}

function running(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL('./mesh-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<MeshAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  worker.onerror = () => giveUp('The file could not be read in this browser.');
  return worker;
}

function giveUp(message: string): void {
  worker?.terminate();
  worker = undefined;
  for (const [id, resolve] of waiting) resolve({ id, ok: false, message, remedy: undefined });
  waiting.clear();
}

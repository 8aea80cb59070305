// A look at meshes and drawings on this machine: measures and problems, without a network.

import { basename } from 'node:path';
import type { OutlineUnit } from '#core/geometry/outline/outline';
import { isOutlineFile } from '#core/geometry/outline/read-outline';
import { MeshPool } from '#platform/workers/mesh-pool';
import type { MeasuredBody, MeasuredFile, MeasuredOutline } from '#platform/workers/mesh-tasks';
import type { Refusal } from '#core/kernel/result';

/** A file's measures are those of all that it places; where it places several bodies, these are listed too. */
export interface Inspected {
  readonly file: string;
  readonly measured?: (Omit<MeasuredFile, 'objects'> & { readonly bodies?: readonly Body[] }) | undefined;
  readonly outline?: Omit<MeasuredOutline, 'thumbnail'> | undefined;
  readonly refusal?: Refusal | undefined;
}

type Body = Omit<MeasuredBody, 'profile'>;

export interface InspectOptions {
  /** Of drawings that name none. */
  readonly unit?: OutlineUnit | undefined;
  readonly onDone?: () => void;
}

/** Measures each file under the network's own limits; a file that cannot be read has a refusal instead. */
export async function inspectFiles(files: readonly string[], options: InspectOptions = {}): Promise<Inspected[]> {
  const pool = new MeshPool({ workers: Math.min(2, files.length) });
  try {
    return await Promise.all(
      files.map(async (file): Promise<Inspected> => {
        const inspected = await (isOutlineFile(file)
          ? inspectOutline(pool, file, options.unit)
          : inspectMesh(pool, file));
        options.onDone?.();
        return inspected;
      }),
    );
  } finally {
    await pool.close();
  }
}

async function inspectOutline(pool: MeshPool, file: string, unit: OutlineUnit | undefined): Promise<Inspected> {
  const read = await pool.measureOutline({ path: file, fileName: basename(file), unit });
  if (!read.ok) return { file, refusal: read.refusal };
  const { thumbnail: _, ...outline } = read.value;
  return { file, outline };
}

async function inspectMesh(pool: MeshPool, file: string): Promise<Inspected> {
  const read = await pool.measureFile(file, basename(file));
  if (!read.ok) return { file, refusal: read.refusal };
  const { objects: _, ...measured } = read.value;
  if (measured.instances === 1) return { file, measured };
  const bodies = await pool.measureBodies(file, basename(file));
  if (!bodies.ok) return { file, refusal: bodies.refusal };
  return { file, measured: { ...measured, bodies: bodies.value.bodies.map(({ profile: _profile, ...body }) => body) } };
}

/** True when a file may be made: it was read, and nothing blocks. */
export const isUsable = ({ measured, outline }: Inspected): boolean =>
  (measured ?? outline)?.problems.every(({ severity }) => severity !== 'blocking') ?? false;

// A look at mesh files on this machine: measures and problems, without a network.

import { basename } from 'node:path';
import { MeshPool } from '#platform/workers/mesh-pool';
import type { MeasuredFile } from '#platform/workers/mesh-tasks';
import type { Refusal } from '#core/kernel/result';

export interface Inspected {
  readonly file: string;
  readonly measured?: Omit<MeasuredFile, 'objects'> | undefined;
  readonly refusal?: Refusal | undefined;
}

/** Measures each file under the network's own limits; a file that cannot be read has a refusal instead. */
export async function inspectFiles(files: readonly string[], onDone: () => void = () => {}): Promise<Inspected[]> {
  const pool = new MeshPool({ workers: Math.min(2, files.length) });
  try {
    return await Promise.all(
      files.map(async (file): Promise<Inspected> => {
        const measured = await pool.measureFile(file, basename(file));
        onDone();
        if (!measured.ok) return { file, refusal: measured.refusal };
        const { objects: _, ...rest } = measured.value;
        return { file, measured: rest };
      }),
    );
  } finally {
    await pool.close();
  }
}

/** True when a file may be made: it was read, and nothing blocks. */
export const isUsable = ({ measured }: Inspected): boolean =>
  measured !== undefined && measured.problems.every(({ severity }) => severity !== 'blocking');

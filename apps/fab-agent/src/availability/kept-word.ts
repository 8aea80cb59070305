// What a person at the lab has said that lasts until they say otherwise: paused or not, and what machines hold.

import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { loadedMaterialSchema } from '#contracts/shapes';
import type { AtMs } from '#core/kernel/time';
import type { LoadedMaterial } from '#core/lab/lab';
import { writeWhole } from '../home/home-folder.js';

const keptSchema = z.object({
  paused: z.object({ because: z.string().max(200), atMs: z.number() }).optional(),
  /** By the machine's id. */
  loaded: z.record(z.string(), z.array(loadedMaterialSchema).max(32)).default({}),
});
type Kept = z.infer<typeof keptSchema>;

export class KeptWord {
  private constructor(
    private readonly path: string,
    private kept: Kept,
  ) {}

  /** What was said before; throws when the file is there and not what it should be: a pause is not to be forgotten. */
  static async open(path: string): Promise<KeptWord> {
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '{}';
      throw error;
    });
    const parsed = keptSchema.safeParse(JSON.parse(text));
    if (!parsed.success) throw new Error(`${path} is not as it should be: ${z.prettifyError(parsed.error)}`);
    return new KeptWord(path, parsed.data);
  }

  get paused(): Kept['paused'] {
    return this.kept.paused;
  }

  loadedOn(machineId: string): readonly LoadedMaterial[] | undefined {
    return this.kept.loaded[machineId];
  }

  pause(because: string, atMs: AtMs): Promise<void> {
    return this.keep({ ...this.kept, paused: { because, atMs } });
  }

  resume(): Promise<void> {
    return this.keep({ loaded: this.kept.loaded });
  }

  load(machineId: string, loaded: readonly LoadedMaterial[]): Promise<void> {
    return this.keep({ ...this.kept, loaded: { ...this.kept.loaded, [machineId]: [...loaded] } });
  }

  private async keep(kept: Kept): Promise<void> {
    await writeWhole(this.path, `${JSON.stringify(kept, null, 2)}\n`);
    this.kept = kept;
  }
}

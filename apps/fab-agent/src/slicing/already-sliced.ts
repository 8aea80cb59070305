// Plates that are G-code as they come: from a network that slices, or of a machine that only takes its maker's files.

import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, refuse, type Result } from '#core/kernel/result';
import type { Sliced, SliceOrder, SliceRefusal, Slicer } from './slicer.js';

export class AlreadySliced implements Slicer {
  async slice({ plate, folder, machine }: SliceOrder): Promise<Result<Sliced, SliceRefusal>> {
    if ((await startOf(plate)) === 'PK')
      return refuse('plate/not-gcode', `The plate is a 3MF; ${machine.name} is set to take plates that are sliced.`, {
        remedy: 'Set slicing.slicer of the machine to prusa-slicer in lab.json.',
      });
    const file = join(folder, 'sliced.gcode');
    await copyFile(plate, file);
    return ok({ file });
  }
}

async function startOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

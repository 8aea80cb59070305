// From a plate on the disk to G-code on the disk that a machine may be given: sliced, checked, compared with what was
// promised, kept by its hash.

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { limitsOf } from '#core/gcode/gcode-limits';
import type { LabJob, PreparedGcode } from '#core/job/lab-journal';
import { ok, type Result } from '#core/kernel/result';
import type { Machine } from '#core/lab/lab';
import type { PlateStore } from '../files/plate-store.js';
import { checkGcodeFile } from '../safety/check-gcode-file.js';
import { brokenPromise, missingPieces } from '../safety/compare-promise.js';
import { AlreadySliced } from './already-sliced.js';
import { CuraEngine } from './cura-engine.js';
import { PrusaSlicer, type PrusaSlicerParts } from './prusa-slicer.js';
import type { SliceRefusal, Slicer } from './slicer.js';
import { labSlicingSchema, machineSlicingSchema, type LabSlicing, type MachineSlicing } from './slicing-settings.js';

export interface GcodeMakerParts {
  readonly store: PlateStore;
  readonly home: string;
  /** Folder for what is thrown away afterwards. */
  readonly scratch: string;
  readonly lab: LabSlicing | undefined;
  readonly slicingOf: (machineId: string) => MachineSlicing | undefined;
}

const SLICERS: Readonly<Record<MachineSlicing['slicer'], (parts: PrusaSlicerParts) => Slicer>> = {
  'prusa-slicer': (parts) => new PrusaSlicer(parts),
  'cura-engine': (parts) => new CuraEngine(parts),
  'already-sliced': () => new AlreadySliced(),
};

export class GcodeMaker {
  private isTidy = false;

  constructor(private readonly parts: GcodeMakerParts) {}

  /** The checked G-code of a job whose plate is in the store, or why there is none; one at a time. */
  async make(job: LabJob, machine: Machine, signal: AbortSignal): Promise<Result<PreparedGcode, SliceRefusal>> {
    const { scratch } = this.parts;
    // What a killed agent left behind.
    if (!this.isTidy) await rm(scratch, { recursive: true, force: true });
    this.isTidy = true;
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const folder = await mkdtemp(join(scratch, 'job-'));
    try {
      return await this.makeIn(folder, { job, machine, signal });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  private async makeIn(
    folder: string,
    { job, machine, signal }: { job: LabJob; machine: Machine; signal: AbortSignal },
  ): Promise<Result<PreparedGcode, SliceRefusal>> {
    const { store, home, lab = labSlicingSchema.parse({}) } = this.parts;
    const own = this.parts.slicingOf(machine.id) ?? machineSlicingSchema.parse({});
    const slicer = SLICERS[own.slicer]({ lab, own, home });
    const plate = store.pathOf(job.plate.sha256);
    const { material, settings = {} } = job;
    const sliced = await slicer.slice({ plate, machine, material, settings, folder }, signal);
    if (!sliced.ok) return sliced;
    const checked = await checkGcodeFile(sliced.value.file, limitsOf(machine, own.gcode));
    if (!checked.ok) return checked;
    const { said } = checked.value;
    const seconds = said.seconds ?? job.estimate.seconds;
    const massGrams = said.massGrams ?? job.estimate.massGrams;
    const refusal =
      missingPieces(checked.value, sliced.value) ?? brokenPromise({ seconds, massGrams }, job.estimate, own.mostTimes);
    if (refusal !== undefined) return { ok: false, refusal };
    return ok({ ...(await store.adopt(sliced.value.file)), seconds, massGrams });
  }
}

// Material families the network can name. Densities are medians over the filament and resin profiles of open slicers.

import type { Material, Part, Process } from '../design/part.js';

export interface MaterialFacts {
  readonly process: Process;
  /** Grams per cubic centimetre. */
  readonly densityGramsPerCm3: number;
}

const fdm = (densityGramsPerCm3: number): MaterialFacts => ({ process: 'fdm', densityGramsPerCm3 });

/** Families by their upper-case name; medians of 851 published profiles (PrusaSlicer, Cura). */
export const MATERIALS: Readonly<Record<Material, MaterialFacts>> = {
  PLA: fdm(1.24),
  PETG: fdm(1.27),
  ABS: fdm(1.05),
  ASA: fdm(1.07),
  PA: fdm(1.14),
  'PA-CF': fdm(1.09),
  TPU: fdm(1.215),
  PC: fdm(1.19),
  CPE: fdm(1.27),
  PP: fdm(0.9),
  HIPS: fdm(1.07),
  PVA: fdm(1.23),
  PCTG: fdm(1.23),
  'PLA-CF': fdm(1.22),
  'PETG-CF': fdm(1.25),
  RESIN: { process: 'sla', densityGramsPerCm3: 1.12 },
};

/** Facts of a material, undefined for a word that the network does not know. */
export const materialFacts = (material: Material): MaterialFacts | undefined =>
  Object.hasOwn(MATERIALS, material) ? MATERIALS[material] : undefined;

/** What a process is done in where neither customer nor designer says. */
const USUAL: Partial<Readonly<Record<Process, Material>>> = { fdm: 'PLA', sla: 'RESIN' };

/**
 * The material of each process of an order: the chosen one where it is of that process or the only one there is; for the
 * others the first that all their parts allow, or the usual one.
 */
export function materialsOf(
  parts: readonly Pick<Part, 'process' | 'materials'>[],
  chosen: Material,
): Map<Process, Material> {
  const processes = [...new Set(parts.map(({ process }) => process))];
  return new Map(
    processes.map((process) => {
      if (processes.length === 1 || materialFacts(chosen)?.process === process) return [process, chosen];
      const theirs = parts.filter((part) => part.process === process && part.materials.length > 0);
      const [first] = theirs;
      const allowed = first?.materials.find((material) => theirs.every((part) => part.materials.includes(material)));
      return [process, allowed ?? USUAL[process] ?? chosen];
    }),
  );
}

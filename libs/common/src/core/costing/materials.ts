// Material families the network can name. Densities are medians over the filament and resin profiles of open slicers.

import type { Material, Part, Process } from '../design/part.js';

export interface MaterialFacts {
  readonly process: Process;
  /** Grams per cubic centimetre. */
  readonly densityGramsPerCm3: number;
  /** Of what comes in sheets: a thickness is part of the name. */
  readonly sheet?: SheetFacts | undefined;
}

export interface SheetFacts {
  readonly thicknessMm: number;
  readonly cutMmPerSecond: number;
}

const fdm = (densityGramsPerCm3: number): MaterialFacts => ({ process: 'fdm', densityGramsPerCm3 });

const sheet =
  (process: Process, densityGramsPerCm3: number) =>
  (thicknessMm: number, cutMmPerSecond: number): MaterialFacts => ({
    process,
    densityGramsPerCm3,
    sheet: { thicknessMm, cutMmPerSecond },
  });
// Densities: data sheets of common boards; to weigh a parcel and to price by weight, a tenth more or less does no harm.
const plywood = sheet('laser-cutting', 0.68);
const acrylic = sheet('laser-cutting', 1.19);

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
  /** Laser-sintered (EOS PA 2200 data sheet). */
  PA12: { process: 'sls', densityGramsPerCm3: 0.93 },
  // Cutting speeds of 60 W CO2 lasers, the middle of what a course for laser operators gives (protolab.certifitrax.com).
  'PLYWOOD-3MM': plywood(3, 15),
  'PLYWOOD-6MM': plywood(6, 6.5),
  'ACRYLIC-3MM': acrylic(3, 12.5),
  'ACRYLIC-6MM': acrylic(6, 6.5),
  'MDF-3MM': sheet('laser-cutting', 0.75)(3, 17.5),
  'CARDBOARD-2MM': sheet('laser-cutting', 0.6)(2, 30),
  // Assumptions, until reports of makes tell better: three passes of 4 mm at 40 mm/s; a drag knife; traces of boards.
  'PLYWOOD-12MM': sheet('cnc-milling', 0.68)(12, 13),
  VINYL: sheet('vinyl-cutting', 1.35)(0.08, 200),
  'FR1-1.6MM': sheet('pcb-milling', 1.4)(1.6, 4),
};

/** Facts of a material, undefined for a word that the network does not know. */
export const materialFacts = (material: Material): MaterialFacts | undefined =>
  Object.hasOwn(MATERIALS, material) ? MATERIALS[material] : undefined;

/** What a process is done in where neither customer nor designer says. */
export const USUAL_MATERIALS: Readonly<Record<Process, Material>> = {
  fdm: 'PLA',
  sla: 'RESIN',
  sls: 'PA12',
  'laser-cutting': 'PLYWOOD-3MM',
  'cnc-milling': 'PLYWOOD-12MM',
  'vinyl-cutting': 'VINYL',
  'pcb-milling': 'FR1-1.6MM',
};

/**
 * The material of each process of an order: the chosen one where it is of that process or the only one there is; for the
 * others the first that all their parts allow, or the usual one.
 */
export function materialsOf(
  parts: readonly Pick<Part, 'process' | 'materials'>[],
  chosen?: Material,
): Map<Process, Material> {
  const processes = [...new Set(parts.map(({ process }) => process))];
  return new Map(
    processes.map((process) => {
      const isChosen = processes.length === 1 || (chosen !== undefined && materialFacts(chosen)?.process === process);
      if (chosen !== undefined && isChosen) return [process, chosen];
      const theirs = parts.filter((part) => part.process === process && part.materials.length > 0);
      const [first] = theirs;
      const allowed = first?.materials.find((material) => theirs.every((part) => part.materials.includes(material)));
      return [process, allowed ?? USUAL_MATERIALS[process]];
    }),
  );
}

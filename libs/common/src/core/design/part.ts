// What a part is, as routing and costing need to know it: measured once, then never changed.

import type { OutlineUnit } from '../geometry/outline/outline.js';
import type { Rotation } from '../geometry/rotation.js';
import type { SectionProfile } from './section-profile.js';
import type { PartId, ReleaseId, Sha256 } from '../kernel/ids.js';

/** What is cut of one piece of a flat part. */
export interface CutLines {
  readonly lengthMm: number;
  /** Lines that begin anew. */
  readonly contours: number;
  /** What a drawing that names no unit is drawn in. */
  readonly unit?: OutlineUnit | undefined;
}

/** Extent along the axes, millimetres. */
export interface BoxMm {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A stable way to lie, other than as the file has it; see core/geometry/orientations. */
export interface Rest {
  /** From the position in the file. */
  readonly rotation: Rotation;
  /** Box of the turned part. */
  readonly boxMm: BoxMm;
}

/** How a part is made. A later process gets a new word here and a row in the costing. */
export const PROCESSES = ['fdm', 'sla', 'sls', 'laser-cutting', 'cnc-milling', 'vinyl-cutting', 'pcb-milling'] as const;
export type Process = (typeof PROCESSES)[number];

/** Upper-case material family, e.g. `PLA`, `PETG`, `ABS`; see {@link normaliseMaterial}. */
export type Material = string;

/** One body of a release, as the routing needs it. Volumes and areas are those of one piece. */
export interface Part {
  readonly id: PartId;
  readonly name: string;
  readonly fileSha256: Sha256;
  readonly fileName: string;
  /** Which of the different bodies of the file, from 0; undefined: all that the file holds. */
  readonly body?: number | undefined;
  /** Pieces of this part in one unit of the release. */
  readonly quantity: number;
  readonly process: Process;
  readonly boxMm: BoxMm;
  readonly volumeMm3: number;
  readonly areaMm2: number;
  readonly triangles: number;
  readonly watertight: boolean;
  /** Of a part out of a drawing, which has no volume. */
  readonly cut?: CutLines | undefined;
  /** What the designer allows; empty: any. */
  readonly materials: readonly Material[];
  /** Share of the inside that is filled, percent; undefined: the policy's default. */
  readonly infillPercent?: number | undefined;
  /** Height of a layer, millimetres; undefined: the process's default. */
  readonly layerMm?: number | undefined;
  /** Lines of plastic that a wall has at least; undefined: the process's default. */
  readonly perimeters?: number | undefined;
  /** Printed with supports; undefined: without. */
  readonly supports?: boolean | undefined;
  /** What a slicer would meet on the way up, computed when it was published; undefined in older releases. */
  readonly profile?: SectionProfile | undefined;
  /** How else it can lie, where it goes into no machine as it was modelled; undefined: no other way is known. */
  readonly rests?: readonly Rest[] | undefined;
}

/** What designers demand of a print; what is absent is the lab's choice. */
export type DemandedSettings = Pick<Part, 'infillPercent' | 'layerMm' | 'perimeters' | 'supports'>;

/** A release as an order remembers it. */
export interface ReleaseSnapshot {
  readonly releaseId: ReleaseId;
  readonly hash: Sha256;
  readonly title: string;
  readonly version: string;
  readonly license: string;
  readonly parts: readonly Part[];
}

const SYNONYMS: Readonly<Record<string, Material>> = {
  NYLON: 'PA',
  POLYAMIDE: 'PA',
  FLEX: 'TPU',
  TPE: 'TPU',
  POLYCARBONATE: 'PC',
  PET: 'PETG',
};

/** `pla ` → `PLA`, `Nylon` → `PA`, `Flex` → `TPU`: one word per material family. */
export function normaliseMaterial(text: string): Material {
  const upper = text.trim().toUpperCase();
  return SYNONYMS[upper] ?? upper;
}

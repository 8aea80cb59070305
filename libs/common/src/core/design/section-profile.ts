// What a slicer meets on the way up a part, as it is kept with the part.

/** A slab of the part in which nothing much changes; the figures are of its middle. A row, as there are many. */
export type Stratum = readonly [
  thicknessMm: number,
  areaMm2: number,
  perimeterMm: number,
  /** Length of the outlines shorter than 41 mm, together. */
  smallLoopMm: number,
  /** Share of the area inside two walls that lies in regions too small for an infill. */
  smallShare: number,
  /** Area farther from the wall than each of DEPTHS_MM in core/geometry/sections. */
  innerMm2: readonly number[],
];

/** What a slicer meets on the way up, for a part that stands as it is printed. */
export interface SectionProfile {
  readonly version: 1;
  /** From the bed up. */
  readonly strata: readonly Stratum[];
  /**
   * Volume inside two walls by the distance up (rows) and down (columns) to a flat face, cubic millimetres: between the
   * edges of SKIN_EDGES_MM in core/geometry/sections-skins, the last one beyond them.
   */
  readonly skinsMm3: readonly (readonly number[])[];
  /** Flat faces that look up, inside two walls. */
  readonly flatTopMm2: number;
  /** Flat faces that look down into the air, inside two walls. */
  readonly bridgeMm2: number;
  /** Room under overhangs (flatter than 45°) down to the bed or the part, and their area. */
  readonly supportMm3: number;
  readonly supportMm2: number;
}

// What one piece takes in a bed of powder: its share is what is melted of it; layers are spread for all pieces at once.

/** Melted by a laser: Wu and Yu (2026), one machine for powder bed fusion, 54,000 mm³ an hour. */
const MELTED_MM3_PER_SECOND = 54_000 / 3600;
/** Spreading and heating, per millimetre of height (Wu and Yu 2026). */
const LAYERS_SECONDS_PER_MM = 200;

export interface PowderEstimate {
  readonly mm3: { readonly part: number };
  /** `layers` is shared: the highest piece decides. */
  readonly seconds: { readonly layers: number; readonly melting: number };
}

/** Powder and time of one piece made alone, without the heating and cooling of the chamber. */
export const estimatePowder = ({ heightMm, volumeMm3 }: { heightMm: number; volumeMm3: number }): PowderEstimate => ({
  mm3: { part: volumeMm3 },
  seconds: { layers: heightMm * LAYERS_SECONDS_PER_MM, melting: volumeMm3 / MELTED_MM3_PER_SECOND },
});

// The ways of carrying that a policy knows.

export const MODES = ['van', 'rail', 'sea', 'air'] as const;
export type Mode = (typeof MODES)[number];

/** One way of carrying, for great circles up to a distance. */
export interface TransportMode {
  readonly mode: Mode;
  readonly upToKm: number;
  /** By how much the way is longer than the great circle. */
  readonly detourFactor: number;
  /** Well to wheel, kg CO2e per tonne-kilometre. */
  readonly kgPerTonneKm: number;
  /** Collecting, sorting and handing over, and speed on the way: assumptions. */
  readonly handlingHours: number;
  readonly kmPerHour: number;
  readonly source: string;
}

/**
 * Whether land lies between is not known, so distance alone decides. The sea is left to policies that have the time: a
 * parcel that is to arrive flies.
 */
export const FIRST_MODES: readonly TransportMode[] = [
  {
    mode: 'van',
    upToKm: 300,
    detourFactor: 1.3,
    kgPerTonneKm: 0.792,
    handlingHours: 12,
    kmPerHour: 50,
    source: 'DEFRA 2025, average van up to 3.5 t: 0.638 + 0.153',
  },
  {
    mode: 'rail',
    upToKm: 1500,
    detourFactor: 1.2,
    kgPerTonneKm: 0.0347,
    handlingHours: 36,
    kmPerHour: 40,
    source: 'DEFRA 2025, freight train: 0.0278 + 0.0069',
  },
  {
    mode: 'air',
    upToKm: 3700,
    detourFactor: 1.1,
    kgPerTonneKm: 1.483,
    handlingHours: 48,
    kmPerHour: 500,
    source: 'DEFRA 2025, short-haul freight with radiative forcing: 1.278 + 0.205',
  },
  {
    mode: 'air',
    upToKm: 20_100,
    detourFactor: 1.1,
    kgPerTonneKm: 1.034,
    handlingHours: 48,
    kmPerHour: 700,
    source: 'DEFRA 2025, long-haul freight with radiative forcing: 0.899 + 0.135',
  },
];

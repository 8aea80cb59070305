// What one piece takes on a resin printer: time goes by layers alone, whatever lies in them.

/** How a resin printer works; defaults of monochrome desktop printers' profiles (PrusaSlicer SL1S, 0.05 mm). */
export interface ResinSettings {
  readonly layerMm: number;
  readonly exposureSeconds: number;
  readonly baseExposureSeconds: number;
  readonly baseLayers: number;
  /** Peeling, lifting and lowering, per layer. */
  readonly liftSeconds: number;
  readonly supports: boolean;
}

export const DEFAULT_RESIN_SETTINGS: ResinSettings = {
  layerMm: 0.05,
  exposureSeconds: 2.5,
  baseExposureSeconds: 30,
  baseLayers: 10,
  liftSeconds: 6,
  supports: true,
};

/** Height that supports lift a part, millimetres. */
const SUPPORT_LIFT_MM = 5;
/** Share of the room under a part that its supports take. */
const SUPPORT_SHARE = 0.04;
/** Without a profile: supports and what sticks to the part, as a share of it. */
const LOSS_SHARE = 0.12;

export interface ResinPart {
  readonly heightMm: number;
  readonly volumeMm3: number;
  /** Area of the box on the plate, square millimetres. */
  readonly footprintMm2: number;
  /** Room under overhangs; undefined where no profile says it. */
  readonly supportMm3?: number | undefined;
}

export interface ResinEstimate {
  readonly mm3: { readonly part: number; readonly supports: number };
  readonly seconds: { readonly base: number; readonly layers: number };
}

/** Resin and time of one piece printed alone; what stands beside it on the plate takes no longer. */
export function estimateResin(part: ResinPart, settings: ResinSettings): ResinEstimate {
  const { layerMm, exposureSeconds, baseExposureSeconds, liftSeconds, supports } = settings;
  const heightMm = part.heightMm + (supports && part.heightMm > 0 ? SUPPORT_LIFT_MM : 0);
  const layers = Math.ceil(heightMm / layerMm - 1e-6);
  const base = Math.min(settings.baseLayers, layers);
  const room = part.supportMm3 === undefined ? undefined : part.supportMm3 + part.footprintMm2 * SUPPORT_LIFT_MM;
  const supportMm3 = room === undefined ? LOSS_SHARE * part.volumeMm3 : SUPPORT_SHARE * room;
  return {
    mm3: { part: part.volumeMm3, supports: supports ? supportMm3 : 0 },
    seconds: {
      base: base * (baseExposureSeconds + liftSeconds),
      layers: (layers - base) * (exposureSeconds + liftSeconds),
    },
  };
}

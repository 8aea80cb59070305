// A lab and its machines, as far as routing needs to know them.

import type { BoxMm, Material, Process } from '../design/part.js';
import type { LatLon } from '../kernel/geo.js';
import type { LabId, MachineId } from '../kernel/ids.js';
import type { Currency } from '../kernel/money.js';
import type { AtMs } from '../kernel/time.js';
import type { Maker } from '../licensing/license-answer.js';
import type { ZoneMm } from '../nesting/sheet.js';
import type { Capability } from './capabilities.js';

export const LAB_KINDS = ['fablab', 'makerspace', 'microfactory', 'public', 'person', 'other'] as const;
export type LabKind = (typeof LAB_KINDS)[number];

/** What is on a machine right now. */
export interface LoadedMaterial {
  readonly material: Material;
  readonly color?: string | undefined;
  /** What its maker promises of it, e.g. `medical` or `food`; undefined: not said. */
  readonly grade?: string | undefined;
}

/** One machine as its agent describes it. */
export interface Machine {
  readonly id: MachineId;
  readonly name: string;
  readonly process: Process;
  readonly buildVolumeMm: BoxMm;
  readonly bedShape: 'rectangular' | 'round';
  readonly nozzleMm?: number | undefined;
  /** Empty where nothing is stocked either: not said. */
  readonly loaded: readonly LoadedMaterial[];
  /** What the lab has in its cupboard for this machine; undefined: not said. */
  readonly stocked?: readonly LoadedMaterial[] | undefined;
  /** Boxes of the bed that cannot be used: clips, a purge tower, a worn corner. */
  readonly excludedMm?: readonly ZoneMm[] | undefined;
  /** How far a made size may be off; undefined: not said. */
  readonly toleranceMm?: number | undefined;
  /** The smallest thing that it makes; undefined: its nozzle tells, where that is said. */
  readonly minFeatureMm?: number | undefined;
  /** A closed chamber, heated up to so many degrees Celsius (0: closed, not heated); undefined: not said; null: open. */
  readonly chamberCelsius?: number | null | undefined;
}

/** What a lab asks for its work, in minor units of one currency. */
export interface LabPrices {
  readonly currency: Currency;
  readonly machineHourMinor: number;
  readonly setUpMinor: number;
  readonly labourHourMinor: number;
  readonly energyKwhMinor: number;
  readonly materialKgMinor: number;
}

/** Opening hours of one weekday, minutes after local midnight; `weekday` 1 is Monday (ISO 8601). */
export interface OpenSpan {
  readonly weekday: 1 | 2 | 3 | 4 | 5 | 6 | 7;
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** What a lab takes and what it does not; what is left out is taken. */
export interface LabRules {
  readonly maxMassGrams?: number | undefined;
  readonly maxPieces?: number | undefined;
  /** Less than this is not worth its set-up, minor units of its own lines. */
  readonly minOrderMinor?: number | undefined;
  readonly maxDistanceKm?: number | undefined;
  /** `false`: it makes published designs only, no files of customers. */
  readonly customersFiles?: boolean | undefined;
  /** `true`: the network may give accepted work that has not begun to a lab that can begin much sooner. */
  readonly letsGo?: boolean | undefined;
}

/** What the lab says about itself; kept by the gateway. */
export interface LabProfile {
  readonly id: LabId;
  readonly name: string;
  readonly kind: LabKind;
  readonly at: LatLon;
  readonly city?: string | undefined;
  readonly country?: string | undefined;
  readonly url?: string | undefined;
  /** Minutes that local time is ahead of UTC, used with {@link hours}. */
  readonly utcOffsetMinutes: number;
  /** Empty: not said, treated as always open. */
  readonly hours: readonly OpenSpan[];
  /** What it can do in general, whether or not a machine is described. */
  readonly processes: readonly Process[];
  readonly prices: LabPrices;
  readonly pickup: boolean;
  readonly ships: boolean;
  readonly status: 'listed' | 'member' | 'suspended';
  /** What it is in law, which some licences ask; undefined: not said. */
  readonly maker?: Maker | undefined;
  /** What a public list says that it can do, in that list's coarse words; undefined: not said. */
  readonly declares?: readonly Capability[] | undefined;
  /** E.g. `ISO 13485`; undefined: not said. */
  readonly certifications?: readonly string[] | undefined;
  readonly rules?: LabRules | undefined;
}

export const MACHINE_STATES = ['idle', 'printing', 'paused', 'waiting', 'error', 'unreachable'] as const;
/** `waiting`: for a person, to clear the bed or load material. */
export type MachineState = (typeof MACHINE_STATES)[number];

/** A machine as the network sees it now. */
export interface LiveMachine extends Machine {
  readonly state: MachineState;
  /** When it has done what it has accepted; the past when free. */
  readonly freeAtMs: AtMs;
}

export const LAB_SIGHTS = ['live', 'quiet', 'suspect', 'away'] as const;
/**
 * `live`: heard within 40 s; `quiet`: so, but it let offers lapse and has not said that it is back; `suspect`: silent since;
 * `away`: never heard, or its agent is not enrolled.
 */
export type LabSight = (typeof LAB_SIGHTS)[number];

/** A lab in the network picture. */
export interface LiveLab {
  readonly profile: LabProfile;
  readonly machines: readonly LiveMachine[];
  readonly sight: LabSight;
}

/** How long a silent lab stays `live`, milliseconds (four missed pulses). */
export const SUSPECT_AFTER_MS = 40_000;
/** How often an agent gives a sign of life, milliseconds. */
export const PULSE_EVERY_MS = 10_000;

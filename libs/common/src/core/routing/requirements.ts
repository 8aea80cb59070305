// What a job asks of a lab, and what is found when one lab is held against it: yes, no because, or unknown: ask.

import type { Part, Process } from '../design/part.js';
import type { PartId } from '../kernel/ids.js';
import type { AtMs } from '../kernel/time.js';
import type { Capability } from '../lab/capabilities.js';
import type { LiveLab, LiveMachine } from '../lab/lab.js';
import type { Rest } from '../lab/room.js';
import type { LicenseTerms } from '../licensing/judge-license.js';
import type { Delivery, Miss } from '../quote/quote.js';
import type { RoutingPolicy } from './policy.js';

/** All that is asked. What is left out is not asked. */
export interface Requirement {
  readonly parts: readonly Part[];
  readonly material: string;
  /** E.g. `medical`. */
  readonly grade?: string | undefined;
  readonly color?: string | undefined;
  readonly delivery: Delivery;
  /** The licence of all that is to be made. */
  readonly terms: LicenseTerms;
  /** How far made sizes may be off. */
  readonly toleranceMm?: number | undefined;
  /** The smallest thing that has to come out. */
  readonly minFeatureMm?: number | undefined;
  /** The widest nozzle that will do. */
  readonly nozzleMm?: number | undefined;
  /** The chamber has to be closed, and so warm, degrees Celsius (0: closed is enough). */
  readonly chamberCelsius?: number | undefined;
  readonly certifications?: readonly string[] | undefined;
  /** Asked in the coarse words of public lists, beside the processes of the parts. */
  readonly capabilities?: readonly Capability[] | undefined;
  /** The customer takes nothing from farther away. */
  readonly withinKm?: number | undefined;
  /** When it has to be made. */
  readonly deadlineMs?: AtMs | undefined;
  /** A customer's own file, not a published design. */
  readonly customersFile?: boolean | undefined;
  /** Ways in which parts can lie other than as modelled. */
  readonly rests?: ReadonlyMap<PartId, readonly Rest[]> | undefined;
}

/** Why a lab cannot. */
export interface Shortfall {
  readonly code: string;
  readonly requirement: string;
  readonly reason: string;
  readonly miss?: Miss | undefined;
}

/** One lab held against one requirement. */
export type Finding = 'yes' | { readonly no: string; readonly miss?: Miss | undefined } | { readonly ask: string };

/** One lab, and what is asked of it. */
export interface Case {
  readonly lab: LiveLab;
  readonly requirement: Requirement;
  readonly policy: RoutingPolicy;
  /** From the lab to where it is wanted, along a great circle. */
  readonly km: number;
  /** All pieces together, by the quick estimate. */
  readonly massGrams?: number | undefined;
  readonly pieces?: number | undefined;
}

/** One entry of a table: what it is called, when it is asked, in which words, and what is found. */
interface Check<Found> {
  readonly code: string;
  /** The requirement in words, to follow "a lab that …"; undefined where it is not asked. */
  readonly asks: (requirement: Requirement, policy: RoutingPolicy) => string | undefined;
  readonly find: Found;
}

/** `words`: the requirement as it was asked. */
export type LabCheck = Check<(one: Case, words: string) => Finding>;

/** Machines are sieved entry by entry; `sum` says in one sentence why none of those left passes. */
export interface MachineCheck extends Check<(machine: LiveMachine, one: Case) => Finding> {
  readonly sum: (machines: readonly LiveMachine[], one: Case) => string;
}

export const processesOf = ({ parts }: Requirement): Process[] => [...new Set(parts.map(({ process }) => process))];

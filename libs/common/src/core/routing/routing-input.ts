// Everything one routing depends on, so that it can be done again with the same answer.

import type { PartCount } from '../costing/plate-work.js';
import type { LabId, MachineId } from '../kernel/ids.js';
import type { AtMs } from '../kernel/time.js';
import type { LiveLab } from '../lab/lab.js';
import type { Place } from '../quote/quote.js';
import type { LabIndex } from './lab-index.js';
import type { Objective, Weights } from './objective.js';
import type { RoutingPolicy } from './policy.js';
import type { Requirement } from './requirements.js';

export interface RoutingInput {
  readonly requirement: Requirement;
  readonly counts: readonly PartCount[];
  readonly to: Place;
  readonly labs: readonly LiveLab[];
  /** Of exactly these labs, in the order of their ids; without it every lab is looked at. */
  readonly index?: LabIndex | undefined;
  readonly policy: RoutingPolicy;
  readonly nowMs: AtMs;
  /** Labs that were asked before and will not or could not, with the reason to show. */
  readonly refused?: ReadonlyMap<LabId, string>;
  /** What matters most to the customer; the policy's where it is not said. */
  readonly objective?: Objective | undefined;
  /** The customer's own weights, for `balanced`. */
  readonly weights?: Weights | undefined;
  /** ISO 3166 code of the customer's country. */
  readonly homeCountry?: string | undefined;
  /** Offers or jobs that each lab was given lately; undefined: not known, so that fairness counts nothing. */
  readonly givenLately?: ReadonlyMap<LabId, number> | undefined;
  /** What all labs were given, and how many labs that is; undefined: the sum of {@link givenLately} over {@link labs}. */
  readonly givenToAll?: { readonly given: number; readonly labs: number } | undefined;
  /** One set is made first, on plates of its own; the rest after the customer has seen it. */
  readonly prototypeFirst?: boolean | undefined;
  /** Saved, minor units, where a plate for that machine is open for more. */
  readonly sharedMinor?: ReadonlyMap<MachineId, number> | undefined;
}

// A decision as something that can be made again: all it depends on as plain data, the answer without chance ids, and
// what differs between two of them.

import type { ReleaseSnapshot } from '../design/part.js';
import type { PartCount } from '../costing/plate-work.js';
import type { LabId, MachineId } from '../kernel/ids.js';
import { mustBeOk } from '../kernel/result.js';
import type { AtMs } from '../kernel/time.js';
import type { LiveLab } from '../lab/lab.js';
import { judgeLicense } from '../licensing/judge-license.js';
import { LabIndex } from '../routing/lab-index.js';
import type { Objective, Weights } from '../routing/objective.js';
import type { RoutingPolicy } from '../routing/policy.js';
import { route, type Candidate, type Routing, type RoutingInput, type Share } from '../routing/route.js';
import type { Delivery, Place, QuoteAnswer, QuoteOption, QuoteShare } from './quote.js';

/** Goes up whenever the same inputs come to another decision; decide-again.spec.ts says when. */
export const ROUTING_CODE = 2;

/** What a customer or an order asks of the network. */
export interface DecisionRequest {
  readonly counts: readonly PartCount[];
  readonly material: string;
  readonly color?: string | undefined;
  readonly to: Place;
  readonly delivery: Delivery;
  /** What matters most; the policy's where it is not said. */
  readonly objective?: Objective | undefined;
  readonly weights?: Weights | undefined;
  /** One set is made first, the rest after the customer has seen it. */
  readonly prototypeFirst?: boolean | undefined;
}

/** Work that labs were given lately: each of them, and all labs together. */
export interface Given {
  readonly of: readonly (readonly [LabId, number])[];
  readonly all: { readonly given: number; readonly labs: number };
}

type Sharing = NonNullable<QuoteOption['sharing']>;

/** What is particular to one decision; release, policy and labs are shared with others. */
export interface DecisionTerms {
  readonly nowMs: AtMs;
  readonly request: DecisionRequest;
  /** Labs that were asked before and will not or could not. */
  readonly refused: readonly (readonly [LabId, string])[];
  readonly given?: Given | undefined;
  /** Machines where plates gather that these pieces could join. */
  readonly sharing?: readonly (readonly [MachineId, Sharing])[] | undefined;
}

/** Everything that a decision depends on. */
export interface DecisionInputs extends DecisionTerms {
  readonly release: ReleaseSnapshot;
  readonly policy: RoutingPolicy;
  /** In the order of their ids. */
  readonly labs: readonly LiveLab[];
}

/** What is kept of the inputs: release, policy and pages of labs by the SHA-256 of their JSON. */
export interface DecisionManifest extends DecisionTerms {
  readonly code: number;
  readonly release: string;
  readonly policy: string;
  readonly labs: readonly string[];
}

/** An answer without ids that are drawn anew each time. */
export interface Explained extends Omit<QuoteAnswer, 'decisionId' | 'options'> {
  readonly options: readonly Omit<QuoteOption, 'id'>[];
}

/** The routing of these inputs; `index` of exactly these labs. */
export function routingInputOf(inputs: DecisionInputs, index: LabIndex | undefined): RoutingInput {
  const { release, policy, labs, request, refused, given, sharing = [], nowMs } = inputs;
  const { counts, material, color, to, delivery, objective, weights, prototypeFirst } = request;
  const parts = release.parts.filter((part) => counts.some(({ partId }) => partId === part.id));
  return {
    requirement: {
      parts,
      material,
      color,
      delivery,
      terms: mustBeOk(judgeLicense(release.license)),
      rests: new Map(parts.flatMap(({ id, rests }) => (rests ? [[id, rests]] : []))),
    },
    counts,
    to,
    labs,
    index,
    policy,
    nowMs,
    refused: new Map(refused),
    objective,
    weights,
    homeCountry: to.country,
    prototypeFirst,
    sharedMinor: new Map(sharing.map(([machineId, { savesMinor }]) => [machineId, savesMinor])),
    ...(given && { givenLately: new Map(given.of), givenToAll: given.all }),
  };
}

/** Decides again, from what was kept. */
export function decideAgain(inputs: DecisionInputs): Explained {
  const index = new LabIndex(inputs.labs.map(({ profile }) => profile.at));
  return explain(route(routingInputOf(inputs, index)), inputs);
}

/** The routing as it is told. */
export function explain({ candidates, ...why }: Routing, { request, policy, sharing }: DecisionInputs): Explained {
  const shared = new Map(sharing);
  const options = candidates.map((candidate) => optionOf(candidate, shared.get(candidate.machineId)));
  return { options, objective: request.objective ?? policy.objective, ...why };
}

/** A share as it is told. */
export const shareOf = ({ candidate, counts, material }: Share): QuoteShare => {
  const { labId, labName, machineId, machineName, at, city, distanceKm } = candidate;
  const { priceMinor, platePlans, massGrams, machineSeconds, readyAtMs, materialChange } = candidate;
  return {
    labId,
    labName,
    machineId,
    machineName,
    at,
    city,
    distanceKm,
    counts,
    material,
    plates: platePlans.length,
    priceMinor,
    massGrams,
    machineSeconds,
    readyAtMs,
    materialChange,
  };
};

const optionOf = (
  { platePlans, turned, shares, ...option }: Candidate,
  sharing: Sharing | undefined,
): Omit<QuoteOption, 'id'> => ({
  ...option,
  plates: platePlans.length,
  turned: turned.map(({ partId, says }) => ({ partId, says })),
  ...(sharing && { sharing }),
  ...(shares && { shares: shares.map(shareOf) }),
});

/** One place at which two answers differ; undefined: nothing is there. */
export interface Difference {
  /** E.g. `options.0.priceMinor`. */
  readonly path: string;
  readonly kept?: unknown;
  readonly now?: unknown;
}

const MOST_TOLD = 50;

/** Where an answer that was kept differs from one that was made now; none: they are the same. */
export function differencesOf(kept: QuoteAnswer, now: Explained): Difference[] {
  const { decisionId: _, options, ...why } = kept;
  const found: Difference[] = [];
  compare(asJson({ ...why, options: options.map(({ id: _id, ...option }) => option) }), asJson(now), '', found);
  return found;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

// oxlint-disable-next-line max-params -- a recursion with its accumulator
function compare(kept: unknown, now: unknown, path: string, found: Difference[]): void {
  if (found.length >= MOST_TOLD || kept === now) return;
  const [a, b] = [fieldsOf(kept), fieldsOf(now)];
  if (!a || !b || Array.isArray(kept) !== Array.isArray(now)) {
    found.push({ path, ...(kept !== undefined && { kept }), ...(now !== undefined && { now }) });
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
    compare(a[key], b[key], path === '' ? key : `${path}.${key}`, found);
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;

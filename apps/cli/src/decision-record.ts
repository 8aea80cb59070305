// A decision with everything it was made from, as one document: fetched piece by piece, or read from a file, and put
// together for the core.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Connection, callRoute } from '#contracts/http/call-route';
import { readDecisionInput, readDecisionInputs } from '#contracts/http/quotes';
import { decisionInputsSchema } from '#contracts/messages/questions';
import {
  labProfileSchema,
  labSightSchema,
  machineSchema,
  machineStateSchema,
  releaseSnapshotSchema,
} from '#contracts/shapes';
import type { DecisionId } from '#core/kernel/ids';
import {
  type DecisionInputs,
  type DecisionManifest,
  type Difference,
  ROUTING_CODE,
  decideAgain,
  differencesOf,
} from '#core/quote/decide-again';
import type { QuoteAnswer } from '#core/quote/quote';
import { parsePolicy } from '#core/routing/parse-policy';
import { InputRefused } from './exit.js';

/** What `decision show --inputs --json` prints and `decision replay --file` reads. */
const recordSchema = decisionInputsSchema.extend({
  /** Release, policy and pages of labs, by the SHA-256 of their JSON. */
  kept: z.record(z.string(), z.unknown()),
});
export type DecisionRecord = z.infer<typeof recordSchema>;

/** Everything that the network kept of a decision. */
export async function fetchRecord(connection: Connection, decisionId: DecisionId): Promise<DecisionRecord> {
  const decision = await callRoute(connection, readDecisionInputs, { params: { decisionId } });
  const kept: Record<string, unknown> = {};
  for (const sha256 of decision.inputs)
    kept[sha256] = (await callRoute(connection, readDecisionInput, { params: { decisionId, sha256 } })).input;
  return { ...decision, kept };
}

export function readRecord(file: string): DecisionRecord {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw unreadable(file, error instanceof SyntaxError ? 'It is no JSON.' : 'It cannot be read.');
  }
  const parsed = recordSchema.safeParse(value);
  if (!parsed.success) throw unreadable(file, z.prettifyError(parsed.error));
  return parsed.data;
}

/** How deciding again came out. */
export interface Replay {
  readonly decisionId: string;
  readonly same: boolean;
  /** Versions of the routing code: then, and here. */
  readonly code: { readonly kept: number; readonly now: number };
  /** What is not what its hash says. */
  readonly changedInputs: readonly string[];
  readonly differences: readonly Difference[];
}

/** Decides again with this program's own routing; `from`: what to call the record where it is none. */
export function replayOf(record: DecisionRecord, from: string): Replay {
  const { inputs, code } = inputsOf(record, from);
  const differences = differencesOf(record.answer as QuoteAnswer, decideAgain(inputs));
  const changedInputs = changedIn(record);
  return {
    decisionId: record.decisionId,
    same: differences.length === 0 && changedInputs.length === 0,
    code: { kept: code, now: ROUTING_CODE },
    changedInputs,
    differences,
  };
}

/** Which pieces are not what their hash says: the manifest by `manifest`, the others by their hash. */
function changedIn({ manifest, inputsSha256, kept }: DecisionRecord): string[] {
  return [
    ...(sha256Of(manifest) === inputsSha256 ? [] : ['manifest']),
    ...Object.keys(kept).filter((sha256) => sha256Of(kept[sha256]) !== sha256),
  ];
}

const sha256Of = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

const manifestSchema = z.looseObject({
  code: z.number().int(),
  nowMs: z.number().int(),
  request: z.looseObject({
    counts: z.array(z.object({ partId: z.string(), count: z.number().int() })),
    material: z.string(),
    to: z.looseObject({ at: z.object({ lat: z.number(), lon: z.number() }) }),
  }),
  refused: z.array(z.tuple([z.string(), z.string()])),
  release: z.string(),
  policy: z.string(),
  labs: z.array(z.string()),
});
const pageSchema = z.array(
  z.object({
    profile: labProfileSchema,
    sight: labSightSchema,
    machines: z.array(machineSchema.and(z.object({ state: machineStateSchema, freeAtMs: z.number() }))),
  }),
);

/** The inputs for the core, and by which code the decision was made; refuses a record that is none. */
function inputsOf({ manifest, kept }: DecisionRecord, from: string): { inputs: DecisionInputs; code: number } {
  const piece = (name: string, schema: z.ZodType): unknown => {
    const parsed = schema.safeParse(kept[name]);
    if (!parsed.success) throw unreadable(from, `${name.slice(0, 12)}…: ${z.prettifyError(parsed.error)}`);
    // Checked, and used as it was: what a schema puts in order or fills in was not there when it was decided.
    return kept[name];
  };
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) throw unreadable(from, `manifest: ${z.prettifyError(parsed.error)}`);
  const { release, policy, labs, code, ...own } = manifest as DecisionManifest;
  const rules = parsePolicy(kept[policy]);
  if (!rules.ok) throw unreadable(from, rules.refusal.message);
  const inputs = {
    ...own,
    release: piece(release, releaseSnapshotSchema),
    policy: kept[policy],
    labs: labs.flatMap((page) => piece(page, pageSchema)),
  };
  return { inputs: inputs as DecisionInputs, code };
}

const unreadable = (from: string, why: string): InputRefused =>
  new InputRefused({
    code: 'decision/unreadable',
    message: `${from} is no decision with its inputs. ${why}`,
    remedy: 'Save one with: fabcommons decision show ID --inputs --json > decision.json',
  });

// The wrapper of every fact: who, when, in what order, and which request began it.

import { z } from 'zod';

/** Wire form of a fact. `sequence` counts the facts of one thing from 1, without gaps; absent for messages to a lab. */
export const envelopeSchema = z.object({
  id: z.string().min(1).max(80),
  type: z.string(),
  version: z.number().int().positive(),
  atMs: z.number().int(),
  thing: z.object({ kind: z.string(), id: z.string().max(80) }),
  sequence: z.number().int().positive().optional(),
  correlationId: z.string().max(80),
  data: z.unknown(),
});

/** A fact with its data parsed. */
export interface Envelope<T> {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly atMs: number;
  readonly thing: { readonly kind: string; readonly id: string };
  readonly sequence?: number | undefined;
  readonly correlationId: string;
  readonly data: T;
}

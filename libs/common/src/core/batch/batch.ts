// A batch: pieces that are made together on one machine in one set-up. What a batch does not make is routed again in a
// new batch, so a piece is never in two living ones.

import type { Transitions } from '../kernel/transitions.js';
import type { PartId } from '../kernel/ids.js';
import { LAB_LINES, PRICE_LINES, type PriceBreakdown } from '../quote/quote.js';
import { roundMinor } from '../kernel/money.js';

export const BATCH_TRANSITIONS = {
  gathering: { closed: 'planned', cancelled: 'cancelled' },
  planned: { offered: 'offered', dropped: 'dropped', cancelled: 'cancelled' },
  offered: { accepted: 'accepted', dropped: 'dropped', cancelled: 'cancelled' },
  accepted: { made: 'made', dropped: 'dropped', cancelled: 'cancelled' },
  made: {},
  dropped: {},
  cancelled: {},
} as const satisfies Transitions<BatchState, string>;

/** `gathering`: others may still join (a plate that waits for nobody is closed as it is opened); `dropped`: made nothing, its pieces were routed again. */
export type BatchState = 'gathering' | 'planned' | 'offered' | 'accepted' | 'made' | 'dropped' | 'cancelled';

/** States in which the batch may still make something. */
export const LIVING_BATCH: readonly BatchState[] = ['gathering', 'planned', 'offered', 'accepted'];

/** Pieces of one part, with its name for people. */
export interface PieceCount {
  readonly partId: PartId;
  readonly partName: string;
  readonly count: number;
}

/** `all` less `made`, part by part; more made than asked counts as what was asked. */
export function missingOf(all: readonly PieceCount[], made: readonly PieceCount[]): PieceCount[] {
  const madeOf = new Map<string, number>();
  for (const { partId, count } of made) madeOf.set(partId, (madeOf.get(partId) ?? 0) + count);
  return all
    .map((piece) => ({ ...piece, count: Math.max(0, piece.count - (madeOf.get(piece.partId) ?? 0)) }))
    .filter((piece) => piece.count > 0);
}

/** Counts of the same part added up. */
export function addPieces(lists: readonly (readonly PieceCount[])[]): PieceCount[] {
  const sums = new Map<string, PieceCount>();
  for (const piece of lists.flat()) {
    sums.set(piece.partId, { ...piece, count: piece.count + (sums.get(piece.partId)?.count ?? 0) });
  }
  return [...sums.values()];
}

/**
 * Who gets what a shared batch did make: portion after portion as they come, so that an order is rather whole than all
 * of them in part. What nobody of them wants is nobody's.
 */
export function allotMade(portions: readonly (readonly PieceCount[])[], made: readonly PieceCount[]): PieceCount[][] {
  const left = new Map<string, number>();
  for (const { partId, count } of made) left.set(partId, (left.get(partId) ?? 0) + count);
  return portions.map((pieces) =>
    pieces.flatMap((piece) => {
      const count = Math.min(piece.count, left.get(piece.partId) ?? 0);
      left.set(piece.partId, (left.get(piece.partId) ?? 0) - count);
      return count > 0 ? [{ ...piece, count }] : [];
    }),
  );
}

export const countOf = (pieces: readonly PieceCount[]): number => pieces.reduce((sum, piece) => sum + piece.count, 0);

/** The lab's lines of a breakdown for a part of the batch's pieces, rounded line by line; the other lines are 0. */
export function shareOf(owed: PriceBreakdown, made: number, all: number): PriceBreakdown {
  const isLabs = (line: string): boolean => (LAB_LINES as readonly string[]).includes(line);
  const entries = PRICE_LINES.map((line) => [line, isLabs(line) ? roundMinor((owed[line] * made) / all) : 0] as const);
  return Object.fromEntries(entries) as unknown as PriceBreakdown;
}

// What of a placed order is planned together: the pieces of one process, at the machine that the option names for them.

import { missingOf, type PieceCount } from './batch.js';
import { setsIn, someSets } from '../costing/sets.js';
import type { Part } from '../design/part.js';
import type { LabId, MachineId } from '../kernel/ids.js';
import type { QuoteOption } from '../quote/quote.js';

/** Pieces to be planned at once, and where the customer chose to have them made. */
export interface PiecesToPlan {
  readonly pieces: readonly PieceCount[];
  readonly labId: LabId;
  /** Where the lab makes the order on several machines: this one. */
  readonly machineId?: MachineId | undefined;
}

/** Divides pieces as the option says; what it does not name goes by process to its first lab. No piece is lost. */
export function piecesToPlan(
  pieces: readonly PieceCount[],
  option: Pick<QuoteOption, 'labId' | 'shares'>,
  parts: readonly Pick<Part, 'id' | 'process'>[],
): PiecesToPlan[] {
  const { shares = [], labId } = option;
  let left = pieces;
  const planned = shares.flatMap((share): PiecesToPlan[] => {
    const taken = takeFrom(left, share.counts);
    left = missingOf(left, taken);
    const isAlone = shares.filter((other) => other.labId === share.labId).length === 1;
    const { machineId } = share;
    return taken.length === 0 ? [] : [{ pieces: taken, labId: share.labId, ...(isAlone ? {} : { machineId }) }];
  });
  const processOf = new Map(parts.map(({ id, process }) => [id, process]));
  const processes = [...new Set(left.map(({ partId }) => processOf.get(partId)))];
  const rest = processes.map((process) => ({
    pieces: left.filter(({ partId }) => processOf.get(partId) === process),
    labId,
  }));
  return [...planned, ...rest];
}

function takeFrom(pieces: readonly PieceCount[], counts: NonNullable<QuoteOption['shares']>[number]['counts']) {
  return pieces.flatMap((piece) => {
    const wanted = counts.find(({ partId }) => partId === piece.partId)?.count ?? 0;
    const count = Math.min(piece.count, wanted);
    return count > 0 ? [{ ...piece, count }] : [];
  });
}

/** One set of each process to be made first, and the rest; nothing is left where there are no two sets. */
export function prototypeOf(
  pieces: readonly PieceCount[],
  parts: readonly Pick<Part, 'id' | 'process'>[],
): { first: PieceCount[]; rest: PieceCount[] } {
  const first = [...new Set(parts.map(({ process }) => process))].flatMap((process) => {
    const theirs = pieces.filter(({ partId }) => parts.some((part) => part.id === partId && part.process === process));
    return someSets(theirs, 1, setsIn(theirs));
  });
  return { first, rest: missingOf(pieces, first) };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPieces, type PieceCount } from './batch.js';
import { piecesToPlan, prototypeOf } from './pieces-to-plan.js';

const PARTS = [1, 2, 3].map((n) => ({
  id: `prt_${n}` as const,
  process: n === 3 ? ('sla' as const) : ('fdm' as const),
}));
const pieces = fc
  .tuple(fc.nat(40), fc.nat(40), fc.nat(40))
  .map((counts) => PARTS.map(({ id }, at) => ({ partId: id, partName: id, count: counts[at]! })))
  .map((all) => all.filter(({ count }) => count > 0));
const share = fc.record({
  labId: fc.constantFrom('lab_1' as const, 'lab_2' as const),
  machineId: fc.constantFrom('mac_1' as const, 'mac_2' as const),
  counts: fc.array(fc.record({ partId: fc.constantFrom(...PARTS.map(({ id }) => id)), count: fc.nat(30) })),
});
const byPart = (all: readonly PieceCount[]) =>
  Object.fromEntries(addPieces([all]).map(({ partId, count }) => [partId, count])); // prettier-ignore

describe('planning pieces apart', () => {
  it('loses none and makes none up, whatever the shares say', () =>
    fc.assert(
      fc.property(pieces, fc.array(share, { maxLength: 4 }), (all, shares) => {
        const planned = piecesToPlan(all, { labId: 'lab_9', shares: shares as never }, PARTS);
        expect(byPart(planned.flatMap((each) => each.pieces))).toEqual(byPart(all));
      }),
    ));

  it('keeps processes apart where the option names no shares', () => {
    const all = PARTS.map(({ id }) => ({ partId: id, partName: id, count: 2 }));
    const planned = piecesToPlan(all, { labId: 'lab_1' }, PARTS);
    expect(planned.map((each) => each.pieces.map(({ partId }) => partId))).toEqual([['prt_1', 'prt_2'], ['prt_3']]);
  });

  it('makes one set first, and the rest is the rest', () =>
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 20 }), (set, sets) => {
        const all = set.map((piece) => ({ ...piece, count: piece.count * sets }));
        const { first, rest } = prototypeOf(all, PARTS);
        expect(byPart([...first, ...rest])).toEqual(byPart(all));
        if (sets > 1 && all.length > 0) expect(rest).not.toEqual([]);
      }),
    ));
});

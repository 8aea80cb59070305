// Pieces onto plates: their boxes side by side on shelves, tallest footprint first (first-fit decreasing height, which
// needs at most 1.7 times the area of the best packing: Coffman, Garey, Johnson, Tarjan 1980).

/** One piece to place; sizes in millimetres. */
export interface Piece<Tag> {
  readonly tag: Tag;
  readonly xMm: number;
  readonly yMm: number;
}

/** Where a piece lies: the least corner of its footprint, and whether it was turned by 90° about the vertical. */
export interface Placement<Tag> {
  readonly tag: Tag;
  readonly xMm: number;
  readonly yMm: number;
  readonly turned: boolean;
}

export interface Bed {
  readonly xMm: number;
  readonly yMm: number;
  /** A round bed has the diameter {@link xMm}. */
  readonly shape: 'rectangular' | 'round';
}

interface Shelf {
  readonly yMm: number;
  readonly depthMm: number;
  usedMm: number;
}

interface Plate<Tag> {
  readonly shelves: Shelf[];
  readonly placements: Placement<Tag>[];
}

/** True when a piece of this footprint lies on the bed, turned or not, alone. */
export const fitsBed = (bed: Bed, xMm: number, yMm: number): boolean =>
  bed.shape === 'round'
    ? Math.hypot(xMm, yMm) <= bed.xMm
    : (xMm <= bed.xMm && yMm <= bed.yMm) || (yMm <= bed.xMm && xMm <= bed.yMm);

/**
 * Packs all pieces on as few plates as shelves allow, `gapMm` apart. Every piece must fit the bed alone; one that does
 * not is a bug of the caller and throws. The answer depends on the input only.
 */
export function packBoxes<Tag>(bed: Bed, pieces: readonly Piece<Tag>[], gapMm: number): Placement<Tag>[][] {
  const square = bed.xMm / Math.SQRT2; // The largest square in a round bed.
  const inner =
    bed.shape === 'round' ? { xMm: square, yMm: square, originMm: (bed.xMm - square) / 2 } : { ...bed, originMm: 0 };
  const lying = pieces
    .map((piece) => lay(piece, inner.xMm))
    .sort((a, b) => b.depthMm - a.depthMm || b.widthMm - a.widthMm);
  const plates: Plate<Tag>[] = [];
  const alone: Placement<Tag>[][] = [];
  for (const piece of lying) {
    if (!fitsBed(bed, piece.widthMm, piece.depthMm)) throw new RangeError('a piece is larger than the bed');
    if (piece.widthMm > inner.xMm || piece.depthMm > inner.yMm) {
      alone.push([centred(bed, piece)]);
      continue;
    }
    if (plates.some((plate) => place(plate, piece, inner, gapMm))) continue;
    const plate: Plate<Tag> = { shelves: [], placements: [] };
    place(plate, piece, inner, gapMm);
    plates.push(plate);
  }
  return [...alone, ...plates.map((plate) => plate.placements)];
}

interface Lying<Tag> {
  readonly tag: Tag;
  readonly widthMm: number;
  readonly depthMm: number;
  readonly turned: boolean;
}

/** The longer side along the shelf where the bed is wide enough for it, so that shelves are shallow. */
function lay<Tag>({ tag, xMm, yMm }: Piece<Tag>, bedMm: number): Lying<Tag> {
  const turned = xMm < yMm ? yMm <= bedMm : xMm > bedMm;
  return turned ? { tag, widthMm: yMm, depthMm: xMm, turned } : { tag, widthMm: xMm, depthMm: yMm, turned };
}

const centred = <Tag>(bed: Bed, { tag, widthMm, depthMm, turned }: Lying<Tag>): Placement<Tag> => ({
  tag,
  xMm: (bed.xMm - widthMm) / 2,
  yMm: ((bed.shape === 'round' ? bed.xMm : bed.yMm) - depthMm) / 2,
  turned,
});

function place<Tag>(
  plate: Plate<Tag>,
  piece: Lying<Tag>,
  inner: { xMm: number; yMm: number; originMm: number },
  gapMm: number,
): boolean {
  const { tag, widthMm, depthMm, turned } = piece;
  const put = (shelf: Shelf): true => {
    const xMm = shelf.usedMm === 0 ? 0 : shelf.usedMm + gapMm;
    plate.placements.push({ tag, xMm: inner.originMm + xMm, yMm: inner.originMm + shelf.yMm, turned });
    shelf.usedMm = xMm + widthMm;
    return true;
  };
  const fits = (shelf: Shelf): boolean =>
    depthMm <= shelf.depthMm && (shelf.usedMm === 0 ? 0 : shelf.usedMm + gapMm) + widthMm <= inner.xMm;
  const shelf = plate.shelves.find(fits);
  if (shelf) return put(shelf);
  const last = plate.shelves.at(-1);
  const yMm = last ? last.yMm + last.depthMm + gapMm : 0;
  if (yMm + depthMm > inner.yMm) return false;
  const opened: Shelf = { yMm, depthMm, usedMm: 0 };
  plate.shelves.push(opened);
  return put(opened);
}

// maxrects-packer, the packer of boxes that most would take, as the peer of ours.

/** As much of the package as is used. */
interface Package {
  readonly MaxRectsPacker: new (
    width: number,
    height: number,
    padding: number,
    options: object,
  ) => {
    addArray(rects: object[]): void;
    readonly bins: readonly { readonly rects: readonly unknown[] }[];
  };
  readonly PACKING_LOGIC: { readonly MAX_AREA: number };
}

/** Its entry for ES modules does not load, so the file is named. */
const ENTRY = new URL('../../node_modules/maxrects-packer/dist/maxrects-packer.mjs', import.meta.url);

interface SizeMm {
  readonly xMm: number;
  readonly yMm: number;
}

/** How many boxes it lays into each bin, turned where that helps; in the best of its modes. */
export async function binsOfPeer(bin: SizeMm, boxes: readonly SizeMm[], gapMm: number): Promise<number[]> {
  const { MaxRectsPacker, PACKING_LOGIC } = (await import(ENTRY.href)) as Package;
  const options = { smart: false, pot: false, square: false, allowRotation: true, logic: PACKING_LOGIC.MAX_AREA };
  const packer = new MaxRectsPacker(bin.xMm, bin.yMm, gapMm, options);
  packer.addArray(boxes.map(({ xMm: width, yMm: height }) => ({ width, height })));
  return packer.bins.map(({ rects }) => rects.length);
}

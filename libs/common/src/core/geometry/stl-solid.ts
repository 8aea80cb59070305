// Box, volume, area and overhang of a binary STL straight from its bytes: nothing of the file is kept.

import { type SolidMeasures, solidOf } from './measure.js';
import { BLOCK_NUMBERS, SolidSums } from './solid-sums.js';
import { FACET_BYTES, HEADER_BYTES, copyCorners } from './stl-facets.js';

/** Sums up a binary STL piece by piece. */
export class StlSolid {
  private readonly sums = new SolidSums();
  private readonly block = new Float32Array(BLOCK_NUMBERS);

  /** Adds a piece of the file after its header: whole facets of 50 bytes. */
  addFacets(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const facets = Math.floor(bytes.length / FACET_BYTES);
    const atOnce = BLOCK_NUMBERS / 9;
    for (let first = 0; first < facets; first += atOnce) {
      const count = Math.min(atOnce, facets - first);
      copyCorners(view, FACET_BYTES * first, this.block.subarray(0, 9 * count));
      this.sums.add(count === atOnce ? this.block : this.block.subarray(0, 9 * count));
    }
  }

  /** The measures of all that was added; undefined when a corner was not a number. */
  measures(): SolidMeasures | undefined {
    const { min, max, six, twice } = this.sums;
    const finite = [...min, ...max, six, twice].every(Number.isFinite);
    return finite ? solidOf(this.sums) : undefined;
  }
}

/** How many facets a file of this length holds that begins with these bytes; undefined when it is no whole binary STL. */
export function facetsOf(head: Uint8Array, fileBytes: number): number | undefined {
  if (head.length < HEADER_BYTES) return undefined;
  const facets = new DataView(head.buffer, head.byteOffset, head.byteLength).getUint32(80, true);
  return facets > 0 && HEADER_BYTES + FACET_BYTES * facets === fileBytes ? facets : undefined;
}

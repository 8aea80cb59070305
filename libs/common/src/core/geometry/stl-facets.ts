// How a binary STL is laid out: a header with the count of facets, then facets of 50 bytes.

export const HEADER_BYTES = 84;
export const FACET_BYTES = 50;
const NORMAL_BYTES = 12;

/** Copies the corners of facets, from a byte on, until `into` is full. */
export function copyCorners(view: DataView, at: number, into: Float32Array): void {
  for (let to = 0, from = at + NORMAL_BYTES; to < into.length; to += 9, from += FACET_BYTES) {
    into[to] = view.getFloat32(from, true);
    into[to + 1] = view.getFloat32(from + 4, true);
    into[to + 2] = view.getFloat32(from + 8, true);
    into[to + 3] = view.getFloat32(from + 12, true);
    into[to + 4] = view.getFloat32(from + 16, true);
    into[to + 5] = view.getFloat32(from + 20, true);
    into[to + 6] = view.getFloat32(from + 24, true);
    into[to + 7] = view.getFloat32(from + 28, true);
    into[to + 8] = view.getFloat32(from + 32, true);
  }
}

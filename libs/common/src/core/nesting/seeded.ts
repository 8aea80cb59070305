// Chance for searches that must answer the same for the same input: a generator seeded from numbers of the input.

/** The next number from 0 up to but without 1. */
export type Chance = () => number;

/** A generator (mulberry32) whose seed is a hash (FNV-1a over the numbers' bits) of what is to be solved. */
export function seededBy(numbers: Iterable<number>): Chance {
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  let state = 0x811c9dc5;
  for (const number of numbers) {
    float[0] = number;
    state = Math.imul(state ^ words[0]!, 0x01000193);
    state = Math.imul(state ^ words[1]!, 0x01000193);
  }
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 up to but without `count`. */
export const oneOf = (chance: Chance, count: number): number => Math.floor(chance() * count);

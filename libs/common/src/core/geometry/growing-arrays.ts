// Typed arrays that grow by half again: parsers do not know how much will come.

const FIRST_ROOM = 48;
// A file may name a million objects without a mesh: an empty array costs nothing until the first number.
const NO_DOUBLES = new Float64Array(0);
const NO_INDICES = new Uint32Array(0);

/** Single-precision numbers, appended one at a time. */
export class GrowingFloats {
  length = 0;
  private values: Float32Array;

  constructor(expected: number) {
    this.values = new Float32Array(Math.max(16, Math.ceil(expected)));
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float32Array(Math.ceil(this.length * 1.5));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** A view of what was pushed; valid until the next push. */
  toArray(): Float32Array {
    return this.values.subarray(0, this.length);
  }
}

/** Double-precision numbers, appended one at a time. */
export class GrowingDoubles {
  length = 0;
  private values = NO_DOUBLES;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(Math.max(FIRST_ROOM, Math.ceil(this.length * 1.5)));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** A view of what was pushed; valid until the next push. */
  toArray(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}

/** Whole numbers from 0 to 2³² − 1, appended one at a time. */
export class GrowingIndices {
  length = 0;
  private values = NO_INDICES;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Uint32Array(Math.max(FIRST_ROOM, Math.ceil(this.length * 1.5)));
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** A view of what was pushed; valid until the next push. */
  toArray(): Uint32Array {
    return this.values.subarray(0, this.length);
  }
}

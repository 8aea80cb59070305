// Which triangles lie on the bed, while the lowest point is not known yet.

/** Height of a first layer: a face that lies within it is printed onto the bed. */
export const FIRST_LAYER_MM = 0.2;
const NUMBERS = 3;
const FIRST_ROOM = 256;

/** Faces that lie within the first layer above the lowest point so far; those that a lower point lifts are dropped. */
export class ContactList {
  private entries = new Float64Array(NUMBERS * FIRST_ROOM);
  private length = 0;
  private limit = Infinity;

  /** The highest z of a face on the bed, when the lowest point so far is at `lowest`. */
  below(lowest: number): number {
    this.limit = lowest + FIRST_LAYER_MM;
    return this.limit;
  }

  /** Adds a face: its highest z, the z of its normal (twice its area long), twice its area. */
  add(highest: number, normalZ: number, twiceArea: number): void {
    if (this.length === this.entries.length) this.makeRoom();
    this.entries[this.length++] = highest;
    this.entries[this.length++] = normalZ;
    this.entries[this.length++] = twiceArea;
  }

  /** Area of the bed that is touched, and area of those faces that would overhang; `down` is −1, or 1 for inside-out bodies. */
  onBed(down: -1 | 1, steepestCosine: number): { baseContactMm2: number; steepMm2: number } {
    let [base, steep] = [0, 0];
    for (let i = 0; i < this.length; i += NUMBERS) {
      const along = this.entries[i + 1]! * down;
      if (this.entries[i]! > this.limit || along <= 0) continue;
      base += along;
      if (along > steepestCosine * this.entries[i + 2]!) steep += this.entries[i + 2]!;
    }
    return { baseContactMm2: base / 2, steepMm2: steep / 2 };
  }

  private makeRoom(): void {
    let kept = 0;
    for (let i = 0; i < this.length; i += NUMBERS) {
      if (this.entries[i]! > this.limit) continue;
      this.entries.copyWithin(kept, i, i + NUMBERS);
      kept += NUMBERS;
    }
    this.length = kept;
    if (kept * 2 < this.entries.length) return;
    const larger = new Float64Array(2 * this.entries.length);
    larger.set(this.entries);
    this.entries = larger;
  }
}

type IntArray = Int32Array | Uint16Array | Uint8Array | Float64Array;

/** A typed array that numbers are added to at its end; it doubles when it is full. */
export class GrowingArray<A extends IntArray> {
  length = 0;

  constructor(
    private readonly make: (capacity: number) => A,
    private values: A = make(1_024),
  ) {}

  push(value: number): void {
    if (this.length === this.values.length) this.grow(2 * this.length);
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  /** What was added, in an array of exactly that length; nothing may be added afterwards. */
  toArray(): A {
    return this.values.slice(0, this.length) as A;
  }

  private grow(capacity: number): void {
    const grown = this.make(capacity);
    grown.set(this.values);
    this.values = grown;
  }
}

export const growingInts = (): GrowingArray<Int32Array> => new GrowingArray((capacity) => new Int32Array(capacity));
export const growingShorts = (): GrowingArray<Uint16Array> => new GrowingArray((capacity) => new Uint16Array(capacity));
export const growingBytes = (): GrowingArray<Uint8Array> => new GrowingArray((capacity) => new Uint8Array(capacity));

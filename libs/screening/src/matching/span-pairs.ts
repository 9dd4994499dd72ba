/**
 * Pairs of a span of the subject's name and a span of a listed name that stand for each other, in packed arrays. Reused
 * from name to name.
 */
export class SpanPairs {
  count = 0;
  /** Which of the subject's spans. */
  spans = new Int32Array(64);
  /** At which word of the listed name the other span begins, and of how many words it is. */
  places = new Int32Array(64);
  lengths = new Int32Array(64);
  relations = new Uint8Array(64);
  similarities = new Float64Array(64);

  clear(): void {
    this.count = 0;
  }

  add(span: number, place: number, length: number, relation: number, similarity: number): void {
    if (this.count === this.spans.length) this.grow();
    const pair = this.count++;
    this.spans[pair] = span;
    this.places[pair] = place;
    this.lengths[pair] = length;
    this.relations[pair] = relation;
    this.similarities[pair] = similarity;
  }

  private grow(): void {
    const capacity = 2 * this.spans.length;
    this.spans = enlarged(this.spans, new Int32Array(capacity));
    this.places = enlarged(this.places, new Int32Array(capacity));
    this.lengths = enlarged(this.lengths, new Int32Array(capacity));
    this.relations = enlarged(this.relations, new Uint8Array(capacity));
    this.similarities = enlarged(this.similarities, new Float64Array(capacity));
  }
}

function enlarged<A extends Int32Array | Uint8Array | Float64Array>(values: A, into: A): A {
  into.set(values);
  return into;
}

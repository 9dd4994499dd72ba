import { type Neighborhood } from './neighborhood';

/** The end of a chain. */
export const NO_LINK = -1;

/**
 * For one subject's name: which of its spans relate to a listed word, as a chain of links. `first(word)` starts the chain
 * and `next` goes on; the other arrays say what a link is. Reused from name to name.
 */
export class RelationChains {
  spans = new Int32Array(256);
  next = new Int32Array(256);
  relations = new Uint8Array(256);
  similarities = new Float64Array(256);
  private words = new Int32Array(256);
  /** A bit for each word that has a chain: much smaller than the links, so that most words are told apart in the cache. */
  private readonly linked: Int32Array;
  private readonly firstLinks: Int32Array;
  private count = 0;

  constructor(wordCount: number) {
    this.firstLinks = new Int32Array(wordCount);
    this.linked = new Int32Array((wordCount >>> 5) + 1);
  }

  /** Forgets the name before and links the spans of this one, given the neighbourhood of each. */
  link(neighborhoods: readonly Neighborhood[]): void {
    for (let link = 0; link < this.count; link++) this.linked[(this.words[link] ?? 0) >>> 5] = 0;
    this.count = 0;
    const total = neighborhoods.reduce((sum, { from, to }) => sum + to - from, 0);
    if (total > this.spans.length) this.grow(2 * total);
    neighborhoods.forEach(({ words, relations, similarities, from, to }, span) => {
      for (let at = from; at < to; at++) {
        this.add(words[at] ?? 0, span, relations[at] ?? 0, similarities[at] ?? 0);
      }
    });
  }

  first(word: number): number {
    const bits = this.linked[word >>> 5] ?? 0;
    return (bits & (1 << (word & 31))) === 0 ? NO_LINK : (this.firstLinks[word] ?? NO_LINK);
  }

  private add(word: number, span: number, relation: number, similarity: number): void {
    const link = this.count++;
    this.next[link] = this.first(word);
    this.words[link] = word;
    this.spans[link] = span;
    this.relations[link] = relation;
    this.similarities[link] = similarity;
    this.linked[word >>> 5] = (this.linked[word >>> 5] ?? 0) | (1 << (word & 31));
    this.firstLinks[word] = link;
  }

  private grow(capacity: number): void {
    this.words = new Int32Array(capacity);
    this.spans = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.relations = new Uint8Array(capacity);
    this.similarities = new Float64Array(capacity);
  }
}

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
  private readonly firstLinks: Int32Array;
  private readonly linkedIn: Int32Array;
  private count = 0;
  private search = 0;

  constructor(wordCount: number) {
    this.firstLinks = new Int32Array(wordCount);
    this.linkedIn = new Int32Array(wordCount);
  }

  /** Forgets the name before and links the spans of this one, given the neighbourhood of each. */
  link(neighborhoods: readonly Neighborhood[]): void {
    this.search++;
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
    return this.linkedIn[word] === this.search ? (this.firstLinks[word] ?? NO_LINK) : NO_LINK;
  }

  private add(word: number, span: number, relation: number, similarity: number): void {
    const link = this.count++;
    this.next[link] = this.first(word);
    this.spans[link] = span;
    this.relations[link] = relation;
    this.similarities[link] = similarity;
    this.linkedIn[word] = this.search;
    this.firstLinks[word] = link;
  }

  private grow(capacity: number): void {
    this.spans = new Int32Array(capacity);
    this.next = new Int32Array(capacity);
    this.relations = new Uint8Array(capacity);
    this.similarities = new Float64Array(capacity);
  }
}

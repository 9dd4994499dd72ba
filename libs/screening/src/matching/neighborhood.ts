import { type TokenMatch } from './token-relation';

/**
 * The listed words a word is related to: for each place from `from` to before `to`, `words` has the word, `relations`
 * the relation and `similarities` how much alike they are.
 */
export interface Neighborhood {
  readonly words: Int32Array;
  readonly relations: Uint8Array;
  readonly similarities: Float64Array;
  readonly from: number;
  readonly to: number;
  /** The highest of the similarities, 0 when there are none. */
  readonly best: number;
}

/** Of a word that is related to nothing on the list. */
export const NO_NEIGHBORS: Neighborhood = {
  words: new Int32Array(0),
  relations: new Uint8Array(0),
  similarities: new Float64Array(0),
  from: 0,
  to: 0,
  best: 0,
};

const PLACES = 1 << 16;

/** Lays neighbourhoods one behind the other in large arrays: three arrays for each would be slow to make and to free. */
export class NeighborhoodShelf {
  private words = new Int32Array(0);
  private relations = new Uint8Array(0);
  private similarities = new Float64Array(0);
  private from = 0;
  private to = 0;
  private best = 0;

  /** Makes room for a neighbourhood of at most `count` words. */
  reserve(count: number): void {
    if (this.from + count > this.words.length) this.startAnew(Math.max(PLACES, count));
  }

  add(word: number, { relation, similarity }: TokenMatch): void {
    const place = this.to++;
    this.words[place] = word;
    this.relations[place] = relation;
    this.similarities[place] = similarity;
    if (similarity > this.best) this.best = similarity;
  }

  /** What was added since the last call. */
  take(): Neighborhood {
    const { words, relations, similarities, from, to, best } = this;
    if (from === to) return NO_NEIGHBORS;
    this.from = to;
    this.best = 0;
    return { words, relations, similarities, from, to, best };
  }

  /** Goes on in new arrays, so that the old ones are freed when no neighbourhood in them is known any more. */
  private startAnew(places: number): void {
    this.words = new Int32Array(places);
    this.relations = new Uint8Array(places);
    this.similarities = new Float64Array(places);
    this.from = 0;
    this.to = 0;
  }
}

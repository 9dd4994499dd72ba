import { type NameSpan } from './name-form';
import { type Neighborhood } from './neighbor-finder';
import { type TokenMatch } from './token-relation';

/** A word, or joined words, of the subject's name with all listed words it is related to. */
export interface ProbedSpan {
  readonly span: NameSpan;
  readonly neighborhood: Neighborhood;
}

/** The end of a chain. */
export const NO_LINK = -1;

/**
 * For one search: the subject's spans that relate to a listed word, as a chain of links. `first(word)` starts the chain
 * and `next[link]` goes on; the other arrays say what a link is. Reused from search to search.
 */
export class RelationChains {
  readonly spans: NameSpan[] = [];
  readonly matches: TokenMatch[] = [];
  readonly next: number[] = [];
  private readonly firstLinks: Int32Array;
  private readonly linkedIn: Int32Array;
  private search = 0;

  constructor(wordCount: number) {
    this.firstLinks = new Int32Array(wordCount);
    this.linkedIn = new Int32Array(wordCount);
  }

  /** Forgets the search before and links the spans of this one. */
  link(probed: readonly ProbedSpan[]): void {
    this.search++;
    this.spans.length = 0;
    this.matches.length = 0;
    this.next.length = 0;
    for (const { span, neighborhood } of probed) {
      neighborhood.matches.forEach((match, at) => this.add(neighborhood.ids[at] ?? 0, span, match));
    }
  }

  first(word: number): number {
    return this.linkedIn[word] === this.search ? (this.firstLinks[word] ?? NO_LINK) : NO_LINK;
  }

  private add(word: number, span: NameSpan, match: TokenMatch): void {
    this.next.push(this.first(word));
    this.linkedIn[word] = this.search;
    this.firstLinks[word] = this.spans.length;
    this.spans.push(span);
    this.matches.push(match);
  }
}

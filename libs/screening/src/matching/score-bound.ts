import { type EngineOptions } from './engine-options';
import { type NameForm, type NameSpan } from './name-form';
import { type NamePostings } from './name-postings';
import { NO_LINK, type RelationChains } from './relation-chains';
import { INITIAL_SIMILARITY } from './token-relation';

/**
 * Bounds the score of two names from above: each word of the subject's pairs with its best relation, even when two want
 * the same listed word, and only listed words without any relation are missing. It allocates nothing and reads packed
 * arrays, and it spares most candidates the alignment.
 */
export class ScoreBound {
  private best = new Float64Array(64);
  private readonly related: Uint8Array;
  private readonly missingFactor: number;

  constructor(
    private readonly postings: NamePostings,
    private readonly chains: RelationChains,
    private readonly options: EngineOptions,
  ) {
    this.related = new Uint8Array(postings.longestName);
    this.missingFactor = Math.min(options.missingWordFactor, options.missingNumberFactor, options.otherNumberFactor);
  }

  /** No score of the subject's name and the listed one is higher. `initials` are the subject's single letters. */
  highestScore(subject: NameForm, name: number, initials: readonly NameSpan[]): number {
    const wordCount = subject.tokens.length;
    if (this.best.length < wordCount) this.best = new Float64Array(wordCount);
    this.best.fill(0, 0, wordCount);
    this.relateSpans(name);
    if (initials.length > 0) this.relateInitials(name, initials);

    let similar = 0;
    let total = 0;
    for (let index = 0; index < wordCount; index++) {
      const weight = subject.tokens[index]?.weight ?? 0;
      const similarity = this.best[index] ?? 0;
      similar += weight * similarity;
      total += similarity > 0 ? weight : this.options.extraWordFactor * weight;
    }
    return similar / (total + this.missingFactor * this.missingWeight(name));
  }

  private relateSpans(name: number): void {
    const { spanStarts, spanWords, spanPlaces, spanLengths } = this.postings;
    const { chains, related } = this;
    related.fill(0);
    const end = spanStarts[name + 1] ?? 0;
    for (let at = spanStarts[name] ?? 0; at < end; at++) {
      let link = chains.first(spanWords[at] ?? 0);
      if (link === NO_LINK) continue;
      const place = spanPlaces[at] ?? 0;
      for (let index = place + (spanLengths[at] ?? 0) - 1; index >= place; index--) related[index] = 1;
      for (; link !== NO_LINK; link = chains.next[link] ?? NO_LINK) {
        const span = chains.spans[link];
        if (span) this.raise(span, chains.matches[link]?.similarity ?? 0);
      }
    }
  }

  private relateInitials(name: number, initials: readonly NameSpan[]): void {
    const { spanStarts, spanWords, spanPlaces, spanLengths, initialLetters } = this.postings;
    const end = spanStarts[name + 1] ?? 0;
    for (let at = spanStarts[name] ?? 0; at < end && spanLengths[at] === 1; at++) {
      const letter = initialLetters[spanWords[at] ?? 0];
      for (const initial of initials) {
        if (letter === undefined || letter !== initial.form.codes[0]) continue;
        this.raise(initial, INITIAL_SIMILARITY);
        this.related[spanPlaces[at] ?? 0] = 1;
      }
    }
  }

  private raise({ start, length }: NameSpan, similarity: number): void {
    const { best } = this;
    for (let index = start; index < start + length; index++) {
      if (similarity > (best[index] ?? 0)) best[index] = similarity;
    }
  }

  private missingWeight(name: number): number {
    const { weightStarts, weights } = this.postings;
    const from = weightStarts[name] ?? 0;
    const end = weightStarts[name + 1] ?? 0;
    let missing = 0;
    for (let at = from; at < end; at++) if (this.related[at - from] === 0) missing += weights[at] ?? 0;
    return missing;
  }
}

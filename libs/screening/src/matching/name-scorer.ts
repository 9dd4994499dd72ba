import { type EngineOptions } from './engine-options';
import { type ListedNames, NUMBER_TOKEN, STRONG_TOKEN } from './listed-names';
import { type NameForm, type NameSpan } from './name-form';
import { type Neighborhood } from './neighborhood';
import { NO_LINK, RelationChains } from './relation-chains';
import { SpanPairs } from './span-pairs';
import { INITIAL_SIMILARITY, TOKEN_RELATIONS } from './token-relation';
import { type WordTable } from './word-table';

/** Scores are compared as they are shown: rounded to four decimals. */
export function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}

const INITIAL = TOKEN_RELATIONS.indexOf('initial');
/** What a name scores at most when a word on either side cannot be read: nobody knows whether it is equal. */
const HIGHEST_UNREAD_SCORE = 0.99;

/**
 * Scores one subject's name against listed names, given the neighbourhoods of its spans: first `begin`, then for each
 * listed name `gather`, then `highestScore` or `score`. The order in which pairs are gathered does not matter. It
 * allocates nothing and reads packed arrays. Not reentrant.
 *
 * The score is sum(w s) / (M + a U + u + missing): over the pairs chosen, the similarity s weighted by the subject's
 * words w, over the weight M of the subject's words in pairs, U of those in none, u of those that cannot be read, and
 * that of the listed words in none. `a` is the extra-word factor.
 */
export class NameScorer {
  /** All pairs of the name at hand; after `score` the first `chosen` of `order` are those the score rests on. */
  readonly pairs = new SpanPairs();
  order = new Int32Array(64);
  chosen = 0;
  private readonly chains: RelationChains;
  private readonly related: Uint8Array;
  private readonly usedListed: Uint8Array;
  private readonly initialLetters: Uint8Array;
  private readonly lowestMissingFactor: number;
  private best = new Float64Array(64);
  private usedSubject = new Uint8Array(64);
  private weights = new Float64Array(64);
  private spanWeights = new Float64Array(64);
  private subject: NameForm = { tokens: [], spans: [], unreadableWords: [] };
  private initials: readonly number[] = [];
  private unreadWeight = 0;

  constructor(
    words: WordTable,
    private readonly names: ListedNames,
    private readonly options: EngineOptions,
  ) {
    this.chains = new RelationChains(words.count);
    this.related = new Uint8Array(names.longestName);
    this.usedListed = new Uint8Array(names.longestName);
    this.initialLetters = new Uint8Array(words.singleCount);
    for (let word = 0; word < words.singleCount; word++) {
      if (words.canBeInitialed(word)) this.initialLetters[word] = words.letters[words.starts[word] ?? 0] ?? 0;
    }
    this.lowestMissingFactor = Math.min(
      options.missingWordFactor,
      options.missingNumberFactor,
      options.otherNumberFactor,
    );
  }

  /**
   * Makes `subject` the name to compare. `neighborhoods` has one for each of its spans; those of initials need not hold
   * the words an initial may stand for when `areInitialsFound` is false, for then they are found name by name.
   */
  begin(subject: NameForm, neighborhoods: readonly Neighborhood[], areInitialsFound = false): void {
    const { tokens, spans } = subject;
    this.subject = subject;
    this.chains.link(neighborhoods);
    this.initials = areInitialsFound ? [] : [...spans.keys()].filter((span) => isInitial(spans[span]));
    this.unreadWeight = subject.unreadableWords.length * this.options.unreadableWordWeight;
    if (this.best.length < tokens.length) {
      this.best = new Float64Array(2 * tokens.length);
      this.usedSubject = new Uint8Array(2 * tokens.length);
      this.weights = new Float64Array(2 * tokens.length);
    }
    if (this.spanWeights.length < spans.length) this.spanWeights = new Float64Array(2 * spans.length);
    tokens.forEach(({ weight }, index) => (this.weights[index] = weight));
    spans.forEach(({ start, length }, span) => {
      let weight = 0;
      for (let index = start; index < start + length; index++) weight += this.weights[index] ?? 0;
      this.spanWeights[span] = weight;
    });
  }

  /** Whether the name given to `begin` last is this one. */
  isAt(subject: NameForm): boolean {
    return this.subject === subject;
  }

  /** Collects the pairs of the subject's name and a listed one. */
  gather(name: number): void {
    const { tokenStarts, tokenWords, joinStarts, joinWords, joinPlaces, joinLengths } = this.names;
    const { chains } = this;
    this.pairs.clear();
    const start = tokenStarts[name] ?? 0;
    const end = tokenStarts[name + 1] ?? 0;
    for (let at = start; at < end; at++) {
      const link = chains.first(tokenWords[at] ?? 0);
      if (link !== NO_LINK) this.follow(link, at - start, 1);
    }
    const lastJoin = joinStarts[name + 1] ?? 0;
    for (let at = joinStarts[name] ?? 0; at < lastJoin; at++) {
      const link = chains.first(joinWords[at] ?? 0);
      if (link !== NO_LINK) this.follow(link, joinPlaces[at] ?? 0, joinLengths[at] ?? 0);
    }
    if (this.initials.length > 0) this.gatherInitials(start, end);
  }

  /**
   * No score of the gathered name is higher: each word of the subject's pairs with its best relation, even when two want
   * the same listed word, and only listed words without any relation are missing.
   */
  highestScore(name: number): number {
    const { best, related, pairs, weights, names } = this;
    const { tokens, spans } = this.subject;
    const start = names.tokenStarts[name] ?? 0;
    const count = (names.tokenStarts[name + 1] ?? 0) - start;
    const wordCount = tokens.length;
    best.fill(0, 0, wordCount);
    related.fill(0, 0, count);
    for (let pair = 0; pair < pairs.count; pair++) {
      const similarity = pairs.similarities[pair] ?? 0;
      const span = spans[pairs.spans[pair] ?? 0];
      if (!span) continue;
      for (let index = span.start; index < span.start + span.length; index++) {
        if (similarity > (best[index] ?? 0)) best[index] = similarity;
      }
      const place = pairs.places[pair] ?? 0;
      for (let index = place + (pairs.lengths[pair] ?? 0) - 1; index >= place; index--) related[index] = 1;
    }
    let similar = 0;
    let total = this.unreadWeight;
    for (let index = 0; index < wordCount; index++) {
      const weight = weights[index] ?? 0;
      const similarity = best[index] ?? 0;
      similar += weight * similarity;
      total += similarity > 0 ? weight : this.options.extraWordFactor * weight;
    }
    let missing = 0;
    for (let index = 0; index < count; index++) {
      if (related[index] === 0) missing += names.tokenWeight(start + index);
    }
    return similar / (total + this.lowestMissingFactor * missing);
  }

  /**
   * Chooses among the gathered pairs, most alike first, so that each word is used once, and scores the choice. 0 when
   * nothing strong agrees. `isEqual` when both names have the same words, which scores 1 whatever the words are.
   */
  score(name: number, isEqual: boolean): number {
    if (this.pairs.count === 0) return 0;
    const isStrong = this.choose(name);
    const isUnread = this.unreadWeight > 0 || this.names.unreadable[name] === 1;
    if (isEqual && !isUnread) return 1;
    if (!isStrong) return 0;
    const score = roundScore(this.scoreChoice(name));
    return isUnread ? Math.min(score, HIGHEST_UNREAD_SCORE) : score;
  }

  /** The weight of one of the subject's spans: that of its words together. */
  spanWeight(span: number): number {
    return this.spanWeights[span] ?? 0;
  }

  private follow(first: number, place: number, length: number): void {
    const { chains, pairs } = this;
    for (let link = first; link !== NO_LINK; link = chains.next[link] ?? NO_LINK) {
      pairs.add(chains.spans[link] ?? 0, place, length, chains.relations[link] ?? 0, chains.similarities[link] ?? 0);
    }
  }

  private gatherInitials(start: number, end: number): void {
    const { tokenWords } = this.names;
    for (const span of this.initials) {
      const letter = this.subject.spans[span]?.form.codes[0];
      for (let at = start; at < end; at++) {
        if (this.initialLetters[tokenWords[at] ?? 0] !== letter) continue;
        this.pairs.add(span, at - start, 1, INITIAL, INITIAL_SIMILARITY);
      }
    }
  }

  /** Whether a chosen pair is strong. */
  private choose(name: number): boolean {
    const { pairs, usedSubject, usedListed, names } = this;
    const { tokens, spans } = this.subject;
    const start = names.tokenStarts[name] ?? 0;
    usedSubject.fill(0, 0, tokens.length);
    usedListed.fill(0, 0, (names.tokenStarts[name + 1] ?? 0) - start);
    this.sortPairs();
    this.chosen = 0;
    let hasStrong = false;
    for (let rank = 0; rank < pairs.count; rank++) {
      const pair = this.order[rank] ?? 0;
      const span = spans[pairs.spans[pair] ?? 0];
      const [place, length] = [pairs.places[pair] ?? 0, pairs.lengths[pair] ?? 0];
      if (!span || isUsed(usedSubject, span.start, span.length) || isUsed(usedListed, place, length)) continue;
      usedSubject.fill(1, span.start, span.start + span.length);
      usedListed.fill(1, place, place + length);
      this.order[this.chosen++] = pair;
      // Initials, forms, particles and titles agree by chance; a joined span is as strong as the word it equals.
      const isSubjectStrong = span.length > 1 || tokens[span.start]?.isStrong === true;
      hasStrong ||= isSubjectStrong && (length > 1 || ((names.tokenFlags[start + place] ?? 0) & STRONG_TOKEN) !== 0);
    }
    return hasStrong;
  }

  private scoreChoice(name: number): number {
    const { pairs, names, options, usedSubject, usedListed } = this;
    let similar = 0;
    let total = this.unreadWeight;
    for (let rank = 0; rank < this.chosen; rank++) {
      const pair = this.order[rank] ?? 0;
      const weight = this.spanWeights[pairs.spans[pair] ?? 0] ?? 0;
      similar += weight * (pairs.similarities[pair] ?? 0);
      total += weight;
    }
    let hasExtraNumber = false;
    let extraNames = 0;
    for (const [index, token] of this.subject.tokens.entries()) {
      if (usedSubject[index] === 1) continue;
      total += options.extraWordFactor * token.weight;
      hasExtraNumber ||= token.wordClass === 'number';
      if (token.isStrong) extraNames += token.weight;
    }
    const start = names.tokenStarts[name] ?? 0;
    const count = (names.tokenStarts[name + 1] ?? 0) - start;
    let missingNames = 0;
    for (let index = 0; index < count; index++) {
      if (usedListed[index] === 1) continue;
      const flags = names.tokenFlags[start + index] ?? 0;
      const weight = names.tokenWeight(start + index);
      const ofNumber = hasExtraNumber ? options.otherNumberFactor : options.missingNumberFactor;
      total += ((flags & NUMBER_TOKEN) !== 0 ? ofNumber : options.missingWordFactor) * weight;
      if ((flags & STRONG_TOKEN) !== 0) missingNames += weight;
    }
    // A word more or a word less is a fuller or a shorter name; a word in the place of another is another name.
    total += Math.max(0, options.otherWordFactor - options.missingWordFactor) * Math.min(extraNames, missingNames);
    return similar / total;
  }

  /** Puts the pairs into `order`, in a total order, so that the choice depends on the pairs alone. */
  private sortPairs(): void {
    const { count } = this.pairs;
    if (this.order.length < count) this.order = new Int32Array(2 * count);
    const { order } = this;
    if (count > 32) {
      for (let pair = 0; pair < count; pair++) order[pair] = pair;
      order.subarray(0, count).sort((a, b) => this.compare(a, b));
      return;
    }
    for (let pair = 0; pair < count; pair++) {
      let at = pair;
      for (; at > 0 && this.compare(order[at - 1] ?? 0, pair) > 0; at--) order[at] = order[at - 1] ?? 0;
      order[at] = pair;
    }
  }

  private compare(a: number, b: number): number {
    const { spans, places, lengths, similarities } = this.pairs;
    const byLikeness = (similarities[b] ?? 0) - (similarities[a] ?? 0);
    if (byLikeness !== 0) return byLikeness;
    const [ours, theirs] = [this.subject.spans[spans[a] ?? 0], this.subject.spans[spans[b] ?? 0]];
    if (!ours || !theirs) return 0;
    return (
      theirs.length + (lengths[b] ?? 0) - ours.length - (lengths[a] ?? 0) ||
      ours.start - theirs.start ||
      (places[a] ?? 0) - (places[b] ?? 0) ||
      ours.length - theirs.length
    );
  }
}

function isInitial(span: NameSpan | undefined): boolean {
  return span?.length === 1 && span.form.isInitial;
}

function isUsed(used: Uint8Array, start: number, length: number): boolean {
  for (let index = start; index < start + length; index++) if (used[index] === 1) return true;
  return false;
}

import { type EngineOptions } from './engine-options';
import { type ListedNameForm } from './listed-names';
import { type SpanPair } from './name-alignment';
import { type NameForm, type NameSpan } from './name-form';
import { NamePostings } from './name-postings';
import { NeighborFinder } from './neighbor-finder';
import { NO_LINK, type ProbedSpan, RelationChains } from './relation-chains';
import { ScoreBound } from './score-bound';
import { scoreName } from './score-name';
import { relateTokens } from './token-relation';

/** A listed name (by its place among the indexed ones) whose score reaches the lowest one asked for. */
export interface NameMatch {
  readonly nameIndex: number;
  readonly score: number;
}

/** A word of the subject's name with what it can add to the coverage of a listed name. */
interface Probe {
  readonly spans: readonly ProbedSpan[];
  readonly weight: number;
  readonly isInitial: boolean;
  readonly postingCount: number;
}

/** Scores are rounded to four decimals; what could round up to the threshold must stay a candidate. */
const ROUNDING_SLACK = 0.00006;

/**
 * Finds every listed name that scores at least a threshold T, without scoring all of them, and loses none.
 *
 * A name score is S = sum(w s) / (M + a U + rest), with M the weight of the subject's words that are paired, U of those
 * that are not, s <= 1 and a the extra-word factor. From S >= T and W = M + U follows
 * sum over paired words of w (s - T (1 - a)) >= T a W. The left side is bounded for a listed name by taking each
 * word's best relation to it, which the postings enumerate completely; a name below the bound cannot reach T.
 * Words with the longest postings are left unread as long as they alone could not reach the bound.
 */
export class NameIndex {
  private readonly finder: NeighborFinder;
  private readonly postings: NamePostings;
  private readonly namesByKey = new Map<string, number[]>();
  private readonly coverage: Float64Array;
  private readonly coveredBy: Int32Array;
  private readonly wordGain: Float64Array;
  private readonly gainOf: Int32Array;
  private readonly chains: RelationChains;
  private readonly bound: ScoreBound;
  private search = 0;
  private word = 0;

  constructor(
    private readonly names: readonly ListedNameForm[],
    private readonly options: EngineOptions,
  ) {
    this.postings = new NamePostings(names.map(({ form }) => form));
    this.finder = new NeighborFinder(this.postings.words, this.postings.firstJoined);
    names.forEach(({ form }, index) => {
      const same = this.namesByKey.get(form.key);
      if (same) same.push(index);
      else this.namesByKey.set(form.key, [index]);
    });
    this.coverage = new Float64Array(names.length);
    this.coveredBy = new Int32Array(names.length);
    this.wordGain = new Float64Array(names.length);
    this.gainOf = new Int32Array(names.length);
    this.chains = new RelationChains(this.postings.words.length);
    this.bound = new ScoreBound(this.postings, this.chains, options);
  }

  /** All names with a score of at least `lowestScore`, in no particular order. Not reentrant: it reuses its arrays. */
  find(subject: NameForm, lowestScore: number): NameMatch[] {
    if (subject.tokens.length === 0) return [];
    const spans = subject.spans.map((span) => ({ span, neighborhood: this.finder.find(span.form, span.length > 1) }));
    const candidates = this.candidates(subject, spans, lowestScore - ROUNDING_SLACK);
    this.chains.link(spans);
    const initials = subject.spans.filter(({ length, form }) => length === 1 && form.isInitial);
    const found: NameMatch[] = [];
    for (const nameIndex of candidates) {
      const listed = this.names[nameIndex]?.form;
      if (!listed) continue;
      const mayReach =
        this.bound.highestScore(subject, nameIndex, initials) >= lowestScore - ROUNDING_SLACK ||
        listed.key === subject.key;
      if (!mayReach) continue;
      const alignment = scoreName(subject, listed, this.pairs(nameIndex, listed, initials), this.options);
      if (alignment && alignment.score >= lowestScore) found.push({ nameIndex, score: alignment.score });
    }
    return found;
  }

  private candidates(subject: NameForm, spans: readonly ProbedSpan[], threshold: number): Iterable<number> {
    const keep = 1 - this.options.extraWordFactor;
    const probes = this.probes(subject, spans);
    const totalWeight = probes.reduce((sum, { weight }) => sum + weight, 0);
    let needed = threshold * this.options.extraWordFactor * totalWeight;
    const gainOf = (similarity: number): number => similarity - threshold * keep;
    // An initial may stand for any word, so it counts as found everywhere and makes the rest reach less.
    for (const probe of probes) if (probe.isInitial) needed -= probe.weight * Math.max(0, gainOf(1));

    let unread = 0;
    const read: Probe[] = [];
    for (const probe of probes.filter(({ isInitial }) => !isInitial).sort((a, b) => b.postingCount - a.postingCount)) {
      const most = probe.weight * Math.max(0, gainOf(1));
      if (unread + most < needed - 1e-9) unread += most;
      else read.push(probe);
    }
    const search = ++this.search;
    const touched: number[] = [];
    for (const probe of probes) if (probe.isInitial) this.cover(probe, 0, () => 0, search, touched);
    for (const probe of read) this.cover(probe, probe.weight, gainOf, search, touched);
    const lowest = needed - unread - 1e-9;
    const names = touched.filter((name) => (this.coverage[name] ?? 0) >= lowest);
    const equal = this.namesByKey.get(subject.key);
    return equal ? new Set([...names, ...equal]) : names;
  }

  /** Adds to the coverage of each listed name the best that one word of the subject's can do for it. */
  private cover(
    { spans }: Probe,
    weight: number,
    gain: (similarity: number) => number,
    search: number,
    touched: number[],
  ): void {
    const { coverage, coveredBy, wordGain, gainOf } = this;
    const { starts, names } = this.postings;
    const word = ++this.word;
    for (const { span, neighborhood } of spans) {
      const isLoneInitial = span.length === 1 && span.form.isInitial;
      if (isLoneInitial) continue;
      for (let at = 0; at < neighborhood.ids.length; at++) {
        const id = neighborhood.ids[at] ?? 0;
        const added = weight * Math.max(0, gain(neighborhood.matches[at]?.similarity ?? 0));
        const end = starts[id + 1] ?? 0;
        for (let posting = starts[id] ?? 0; posting < end; posting++) {
          const name = names[posting] ?? 0;
          if (coveredBy[name] !== search) {
            coveredBy[name] = search;
            coverage[name] = 0;
            touched.push(name);
          }
          const before = gainOf[name] === word ? (wordGain[name] ?? 0) : 0;
          if (added <= before) continue;
          gainOf[name] = word;
          wordGain[name] = added;
          coverage[name] = (coverage[name] ?? 0) + added - before;
        }
      }
    }
  }

  private probes(subject: NameForm, spans: readonly ProbedSpan[]): Probe[] {
    return subject.tokens.map(({ weight, form }, index) => {
      const own = spans.filter(({ span }) => index >= span.start && index < span.start + span.length);
      const postingCount = own.reduce(
        (sum, { neighborhood }) => neighborhood.ids.reduce((count, id) => count + this.postings.count(id), sum),
        0,
      );
      return { spans: own, weight, isInitial: form.isInitial, postingCount };
    });
  }

  /** The related pairs of the subject's name and one listed name. */
  private pairs(nameIndex: number, listed: NameForm, initials: readonly NameSpan[]): SpanPair[] {
    const { chains } = this;
    const pairs: SpanPair[] = [];
    const firstWord = this.postings.spanStarts[nameIndex] ?? 0;
    listed.spans.forEach((span, at) => {
      let link = chains.first(this.postings.spanWords[firstWord + at] ?? 0);
      for (; link !== NO_LINK; link = chains.next[link] ?? NO_LINK) {
        const [subject, match] = [chains.spans[link], chains.matches[link]];
        if (subject && match) pairs.push({ subject, listed: span, match });
      }
      for (const subject of initials) {
        const match = span.length === 1 && span.form.canBeInitialed ? relateTokens(subject.form, span.form) : undefined;
        if (match) pairs.push({ subject, listed: span, match });
      }
    });
    return pairs;
  }
}

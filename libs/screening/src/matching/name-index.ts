import { type EngineOptions } from './engine-options';
import { NamesByWords } from './listed-names';
import { type NamesOfList } from './list-index';
import { type NameForm } from './name-form';
import { NamePostings } from './name-postings';
import { NameScorer } from './name-scorer';
import { NeighborFinder } from './neighbor-finder';
import { type Neighborhood } from './neighborhood';
import { type TokenComparison } from './engine-hit';
import { compareTokens } from './token-comparison';
import { NO_WORD } from './word-table';

/** A listed name (by its place among the strong ones) whose score reaches the lowest one asked for. */
export interface NameMatch {
  readonly name: number;
  readonly score: number;
}

/** A word of the subject's name with what it can add to the coverage of a listed name. */
interface Probe {
  readonly neighborhoods: readonly Neighborhood[];
  readonly weight: number;
  readonly isInitial: boolean;
  readonly postingCount: number;
}

/** Scores are rounded to four decimals; what could round up to the threshold must stay a candidate. */
const ROUNDING_SLACK = 0.00006;

/**
 * Finds every listed name that scores at least a threshold T, without scoring all of them, and loses none.
 *
 * A name score is S = sum(w s) / (M + a U + u + rest), with M the weight of the subject's words that are paired, U of
 * those that are not, u of those that cannot be read, s <= 1 and a the extra-word factor. From S >= T and W = M + U
 * follows sum over paired words of w (s - T (1 - a)) >= T (a W + u). The left side is bounded for a listed name by taking
 * each word's best relation to it, which the postings enumerate completely; a name below the bound cannot reach T.
 * Words with the longest postings are left unread as long as they alone could not reach the bound.
 */
export class NameIndex {
  private readonly finder: NeighborFinder;
  private readonly postings: NamePostings;
  private readonly scorer: NameScorer;
  private readonly byWords: NamesByWords;
  private readonly coverage: Float64Array;
  private readonly coveredIn: Int32Array;
  private readonly wordGain: Float64Array;
  private readonly gainOf: Int32Array;
  private touched = new Int32Array(1_024);
  private touchedCount = 0;
  private search = 0;
  private word = 0;

  constructor(
    private readonly list: NamesOfList,
    private readonly options: EngineOptions,
  ) {
    const { words, firstJoined, strong } = list;
    this.postings = new NamePostings(words.count, strong);
    this.finder = new NeighborFinder(words, firstJoined);
    this.scorer = new NameScorer(words, strong, options);
    this.byWords = new NamesByWords(strong, words);
    this.coverage = new Float64Array(strong.count);
    this.coveredIn = new Int32Array(strong.count);
    this.wordGain = new Float64Array(strong.count);
    this.gainOf = new Int32Array(strong.count);
  }

  /** All names with a score of at least `lowestScore`, in the order of the list. Not reentrant: it reuses its arrays. */
  find(subject: NameForm, lowestScore: number): NameMatch[] {
    if (subject.tokens.length === 0) return [];
    const { scorer } = this;
    const lowest = lowestScore - ROUNDING_SLACK;
    const neighborhoods = subject.spans.map(({ form }) => this.finder.find(form));
    const equal = equalNames(subject, this.list, this.byWords);
    this.collectCandidates(subject, neighborhoods, lowest);
    scorer.begin(subject, neighborhoods);
    const found: NameMatch[] = [];
    for (let at = 0; at < this.touchedCount; at++) {
      const name = this.touched[at] ?? 0;
      if (equal.has(name)) continue;
      scorer.gather(name);
      if (scorer.highestScore(name) < lowest) continue;
      const score = scorer.score(name, false);
      if (score > 0 && score >= lowestScore) found.push({ name, score });
    }
    for (const name of equal) {
      scorer.gather(name);
      const score = scorer.score(name, true);
      if (score > 0 && score >= lowestScore) found.push({ name, score });
    }
    return found.sort((a, b) => a.name - b.name);
  }

  /** Scores listed names whatever their score is; those without anything strong in common are left out. */
  scoreEach(subject: NameForm, names: readonly number[]): NameMatch[] {
    this.begin(subject);
    const equal = equalNames(subject, this.list, this.byWords);
    return names
      .map((name): NameMatch => {
        this.scorer.gather(name);
        return { name, score: this.scorer.score(name, equal.has(name)) };
      })
      .filter(({ score }) => score > 0);
  }

  /** Lays a name beside a listed one, word by word. */
  compare(subject: NameForm, name: number): TokenComparison[] {
    this.begin(subject);
    this.scorer.gather(name);
    this.scorer.score(name, false);
    return compareTokens(subject, name, this.list, this.scorer, this.options);
  }

  private begin(subject: NameForm): void {
    if (this.scorer.isAt(subject)) return;
    this.scorer.begin(
      subject,
      subject.spans.map(({ form }) => this.finder.find(form)),
    );
  }

  /** Leaves in `touched` every name that may reach the threshold. */
  private collectCandidates(subject: NameForm, neighborhoods: readonly Neighborhood[], threshold: number): void {
    const { extraWordFactor, unreadableWordWeight } = this.options;
    const lost = threshold * (1 - extraWordFactor);
    const probes = this.probes(subject, neighborhoods);
    const totalWeight = probes.reduce((sum, { weight }) => sum + weight, 0);
    const unread = subject.unreadableWords.length * unreadableWordWeight;
    let needed = threshold * (extraWordFactor * totalWeight + unread);
    // An initial may stand for any word, so it counts as found everywhere and makes the rest reach less.
    const most = Math.max(0, 1 - lost);
    for (const probe of probes) if (probe.isInitial) needed -= probe.weight * most;

    let skipped = 0;
    const read: Probe[] = [];
    for (const probe of probes.filter(({ isInitial }) => !isInitial).sort((a, b) => b.postingCount - a.postingCount)) {
      if (skipped + probe.weight * most < needed - 1e-9) skipped += probe.weight * most;
      else read.push(probe);
    }
    this.search++;
    this.touchedCount = 0;
    // The words of the fewest names first: what a later word adds to a name that no word before touched ends sooner.
    for (const probe of probes) if (probe.isInitial) this.cover(probe, 0, lost);
    for (const probe of read.reverse()) this.cover(probe, probe.weight, lost);
    const lowest = needed - skipped - 1e-9;
    let kept = 0;
    for (let at = 0; at < this.touchedCount; at++) {
      const name = this.touched[at] ?? 0;
      if ((this.coverage[name] ?? 0) >= lowest) this.touched[kept++] = name;
    }
    this.touchedCount = kept;
  }

  /** Adds to the coverage of each listed name the best that one word of the subject's can do for it. */
  private cover({ neighborhoods }: Probe, weight: number, lost: number): void {
    const { coverage, coveredIn, wordGain, gainOf, search } = this;
    const { starts, names } = this.postings;
    const word = ++this.word;
    for (const { words, similarities, from, to } of neighborhoods) {
      for (let at = from; at < to; at++) {
        const id = words[at] ?? 0;
        const added = weight * Math.max(0, (similarities[at] ?? 0) - lost);
        const end = starts[id + 1] ?? 0;
        for (let posting = starts[id] ?? 0; posting < end; posting++) {
          const name = names[posting] ?? 0;
          if (coveredIn[name] !== search) {
            coveredIn[name] = search;
            coverage[name] = added;
            gainOf[name] = word;
            wordGain[name] = added;
            this.touch(name);
            continue;
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

  private touch(name: number): void {
    if (this.touchedCount === this.touched.length) {
      const grown = new Int32Array(2 * this.touchedCount);
      grown.set(this.touched);
      this.touched = grown;
    }
    this.touched[this.touchedCount++] = name;
  }

  private probes({ tokens, spans }: NameForm, neighborhoods: readonly Neighborhood[]): Probe[] {
    const counts = neighborhoods.map((neighborhood) => this.postings.countAll(neighborhood));
    return tokens.map(({ weight, form }, index) => {
      const own: Neighborhood[] = [];
      let postingCount = 0;
      spans.forEach(({ start, length }, span) => {
        const neighborhood = neighborhoods[span];
        if (index < start || index >= start + length || !neighborhood) return;
        postingCount += counts[span] ?? 0;
        // A lone initial is taken as found everywhere; reading what it was found in adds nothing.
        if (!(length === 1 && form.isInitial)) own.push(neighborhood);
      });
      return { neighborhoods: own, weight, isInitial: form.isInitial, postingCount };
    });
  }
}

/** The listed names with exactly the words of the subject's name. */
export function equalNames({ tokens }: NameForm, { words }: NamesOfList, byWords: NamesByWords): Set<number> {
  const ids = tokens.map(({ form }) => {
    const word = words.find(form.codes);
    return word === NO_WORD ? NO_WORD : words.firstWithText(word);
  });
  return new Set(ids.includes(NO_WORD) ? [] : byWords.find(Int32Array.from(ids)));
}

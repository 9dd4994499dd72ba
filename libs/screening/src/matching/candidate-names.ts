import { type EngineOptions } from './engine-options';
import { type NameForm } from './name-form';
import { type NamePostings } from './name-postings';
import { type Neighborhood } from './neighborhood';

/** A word of the subject's name with what it can add to the coverage of a listed name. */
interface Probe {
  readonly neighborhoods: readonly Neighborhood[];
  readonly weight: number;
  /** The most it can add to any listed name. */
  readonly gain: number;
  readonly isInitial: boolean;
  readonly postingCount: number;
}

/** Sums of the same numbers in another order may differ by so much. */
const EPSILON = 1e-9;
/** Coverages are whole numbers, rounded up; no sum of them reaches this one. */
const COVERAGE_UNITS = 2 ** 30;
/** The numbers of a name lie together, for a name is looked at out of order and each look may miss the cache. */
const PROBE = 0;
const COVERAGE = 1;
const GAIN = 2;
const NUMBERS_PER_NAME = 4;
/** Reading a posting costs so much less than looking at a candidate. */
const POSTINGS_PER_CANDIDATE = 30;

/**
 * Finds the listed names that may reach a threshold T, and loses none.
 *
 * A name score is S = sum(w s) / (M + a U + u + rest), with M the weight of the subject's words that are paired, U of
 * those that are not, u of those that cannot be read, s <= 1 and a the extra-word factor. From S >= T and W = M + U
 * follows sum over paired words of w (s - T (1 - a)) >= T (a W + u). The left side, the coverage, is bounded for a listed
 * name by taking each word's best relation to it, which the postings enumerate completely; a name below the right side
 * cannot reach T. The words of the fewest names are read first. As soon as those left could not reach the bound
 * together, they find no further names; they are read for the names found so far, or not at all where that costs more
 * than it spares.
 */
export class CandidateNames {
  /** The first `count` are the candidates of the last search. */
  names = new Int32Array(1_024);
  count = 0;
  /**
   * Of each name: which probe added to its coverage last, the coverage, and how much that probe has added. Probes are
   * numbered through all searches.
   */
  private readonly numbers: Int32Array;
  private unitsPerWeight = 1;
  private probe = 0;
  private firstProbe = 0;

  constructor(
    private readonly postings: NamePostings,
    nameCount: number,
    private readonly options: EngineOptions,
  ) {
    this.numbers = new Int32Array(NUMBERS_PER_NAME * nameCount);
  }

  /** Leaves in `names` every name that may score `threshold`. `neighborhoods` has one for each span of the subject. */
  find(subject: NameForm, neighborhoods: readonly Neighborhood[], threshold: number): void {
    this.count = 0;
    const { extraWordFactor, unreadableWordWeight } = this.options;
    const lost = threshold * (1 - extraWordFactor);
    const probes = this.probes(subject, neighborhoods, lost);
    const unread = subject.unreadableWords.length * unreadableWordWeight;
    const totalWeight = sumOf(probes, ({ weight }) => weight);
    let needed = threshold * (extraWordFactor * totalWeight + unread) - EPSILON;
    let left = 0;
    for (const { isInitial, gain } of probes) {
      // An initial may stand for any word, so it counts as found everywhere and makes the rest reach less.
      if (isInitial) needed -= gain;
      else left += gain;
    }
    if (left < needed) return;
    this.begin(probes.length, totalWeight);
    for (const probe of probes) if (probe.isInitial) this.cover(probe, 0, lost, true);
    for (const probe of probes.filter(({ isInitial }) => !isInitial).sort((a, b) => a.postingCount - b.postingCount)) {
      const isFinding = left >= needed;
      if (!isFinding) this.keep(needed - left);
      if (!isFinding && probe.postingCount > POSTINGS_PER_CANDIDATE * this.count) break;
      this.cover(probe, probe.weight, lost, isFinding);
      left -= probe.gain;
    }
    this.keep(needed - left);
  }

  /** Makes numbers for the probes of a search that no earlier search has. */
  private begin(probeCount: number, totalWeight: number): void {
    if (this.probe > 0x7fffffff - probeCount) {
      this.numbers.fill(0);
      this.probe = 0;
    }
    this.firstProbe = this.probe + 1;
    this.unitsPerWeight = (COVERAGE_UNITS - probeCount) / Math.max(totalWeight, 1);
  }

  /** Adds to the coverage of listed names the best that one word of the subject's can do for each. */
  private cover({ neighborhoods }: Probe, weight: number, lost: number, isFinding: boolean): void {
    const { numbers, firstProbe } = this;
    const { starts, names } = this.postings;
    const probe = ++this.probe;
    for (const { words, similarities, from, to } of neighborhoods) {
      for (let at = from; at < to; at++) {
        const id = words[at] ?? 0;
        const added = Math.ceil(this.unitsPerWeight * weight * Math.max(0, (similarities[at] ?? 0) - lost));
        const end = starts[id + 1] ?? 0;
        for (let posting = starts[id] ?? 0; posting < end; posting++) {
          const name = names[posting] ?? 0;
          const place = NUMBERS_PER_NAME * name;
          const last = numbers[place + PROBE] ?? 0;
          if (last < firstProbe) {
            if (!isFinding) continue;
            numbers[place + PROBE] = probe;
            numbers[place + COVERAGE] = added;
            numbers[place + GAIN] = added;
            this.add(name);
            continue;
          }
          const before = last === probe ? (numbers[place + GAIN] ?? 0) : 0;
          if (added <= before) continue;
          numbers[place + PROBE] = probe;
          numbers[place + GAIN] = added;
          numbers[place + COVERAGE] = (numbers[place + COVERAGE] ?? 0) + added - before;
        }
      }
    }
  }

  private add(name: number): void {
    if (this.count === this.names.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.names);
      this.names = grown;
    }
    this.names[this.count++] = name;
  }

  /** Keeps only candidates that are covered so far. */
  private keep(lowest: number): void {
    const { names, numbers } = this;
    const lowestUnits = Math.floor(lowest * this.unitsPerWeight);
    let kept = 0;
    for (let at = 0; at < this.count; at++) {
      const name = names[at] ?? 0;
      if ((numbers[NUMBERS_PER_NAME * name + COVERAGE] ?? 0) >= lowestUnits) names[kept++] = name;
    }
    this.count = kept;
  }

  private probes({ tokens, spans }: NameForm, neighborhoods: readonly Neighborhood[], lost: number): Probe[] {
    return tokens.map(({ weight, form: { isInitial } }, index) => {
      const own: Neighborhood[] = [];
      let postingCount = 0;
      let best = isInitial ? 1 : 0;
      for (let span = 0; span < spans.length; span++) {
        const { start = 0, length = 0 } = spans[span] ?? {};
        const neighborhood = neighborhoods[span];
        // A lone initial is taken as found everywhere; reading what it was found in adds nothing.
        const isOwn = start <= index && index < start + length && !(length === 1 && isInitial);
        if (!isOwn || !neighborhood || neighborhood.from === neighborhood.to) continue;
        postingCount += this.postings.countAll(neighborhood);
        best = Math.max(best, neighborhood.best);
        own.push(neighborhood);
      }
      return { neighborhoods: own, weight, gain: weight * Math.max(0, best - lost), isInitial, postingCount };
    });
  }
}

function sumOf<T>(values: readonly T[], numberOf: (value: T) => number): number {
  let sum = 0;
  for (const value of values) sum += numberOf(value);
  return sum;
}

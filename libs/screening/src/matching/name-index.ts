import { CandidateNames } from './candidate-names';
import { type TokenComparison } from './engine-hit';
import { type EngineOptions } from './engine-options';
import { NamesByWords } from './listed-names';
import { type NamesOfList } from './list-index';
import { type NameForm } from './name-form';
import { NamePostings } from './name-postings';
import { NameScorer } from './name-scorer';
import { type SubjectWords } from './subject-words';
import { compareTokens } from './token-comparison';
import { NO_WORD } from './word-texts';

/** A listed name (by its place among the strong ones) whose score reaches the lowest one asked for. */
export interface NameMatch {
  readonly name: number;
  readonly score: number;
}

/** Scores are rounded to four decimals; what could round up to the threshold must stay a candidate. */
const ROUNDING_SLACK = 0.00006;

/**
 * Finds every listed name that scores at least a threshold: what may reach it comes from `CandidateNames`, a bound that
 * no score exceeds spares most of that the alignment, and the rest is scored.
 */
export class NameIndex {
  private readonly candidates: CandidateNames;
  private readonly scorer: NameScorer;
  private readonly byWords: NamesByWords;

  constructor(
    private readonly list: NamesOfList,
    private readonly subjectWords: SubjectWords,
    private readonly options: EngineOptions,
  ) {
    const { words, strong } = list;
    this.candidates = new CandidateNames(new NamePostings(words.count, strong), strong.count, options);
    this.scorer = new NameScorer(words, strong, options);
    this.byWords = new NamesByWords(strong, words);
  }

  /** All names with a score of at least `lowestScore`, in the order of the list. Not reentrant: it reuses its arrays. */
  find(subject: NameForm, lowestScore: number): NameMatch[] {
    if (subject.tokens.length === 0) return [];
    const { scorer, candidates } = this;
    const lowest = lowestScore - ROUNDING_SLACK;
    const neighborhoods = subject.spans.map((span) => this.subjectWords.neighborhoodOf(span));
    const equal = equalNames(subject, this.list, this.byWords);
    candidates.find(subject, neighborhoods, lowest);
    if (candidates.count === 0 && equal.size === 0) return [];
    scorer.begin(subject, neighborhoods);
    const found: NameMatch[] = [];
    for (let at = 0; at < candidates.count; at++) {
      const name = candidates.names[at] ?? 0;
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
      subject.spans.map((span) => this.subjectWords.neighborhoodOf(span)),
    );
  }
}

/** The listed names with exactly the words of the subject's name. */
export function equalNames({ tokens }: NameForm, { words }: NamesOfList, byWords: NamesByWords): ReadonlySet<number> {
  const ids = new Int32Array(tokens.length);
  for (let index = 0; index < tokens.length; index++) {
    const codes = tokens[index]?.form.codes;
    const word = codes ? words.find(codes) : NO_WORD;
    if (word === NO_WORD) return NO_NAMES;
    ids[index] = words.firstWithText(word);
  }
  return new Set(byWords.find(ids));
}

const NO_NAMES: ReadonlySet<number> = new Set();

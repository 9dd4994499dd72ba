import { type EngineOptions } from './engine-options';
import { type NamesOfList } from './list-index';
import { NamesByWords } from './listed-names';
import { type NameForm } from './name-form';
import { equalNames, type NameMatch } from './name-index';
import { NameScorer } from './name-scorer';
import { type Neighborhood, NeighborhoodShelf } from './neighborhood';
import { type TokenForm } from './token-form';
import { toAskedWord, type TokenMatch, TokenRelater } from './token-relation';

const REMEMBERED_WORDS = 20_000;

/**
 * Scores every listed name against the subject's: each of its words is compared with every word of the list, then every
 * name is scored. Without any index, it is the definition of what `NameIndex.find` must return. Slow; it is the yardstick
 * of the tests and of the benchmark.
 */
export class ExhaustiveSearch {
  private readonly scorer: NameScorer;
  private readonly relater: TokenRelater;
  private readonly byWords: NamesByWords;
  private readonly shelf = new NeighborhoodShelf();
  private readonly known = new Map<string, Neighborhood>();

  constructor(
    private readonly list: NamesOfList,
    options: EngineOptions,
  ) {
    this.scorer = new NameScorer(list.words, list.strong, options);
    this.relater = new TokenRelater(list.words);
    this.byWords = new NamesByWords(list.strong, list.words);
  }

  find(subject: NameForm, lowestScore: number): NameMatch[] {
    if (subject.tokens.length === 0) return [];
    const neighborhoods = subject.spans.map(({ form }) => this.neighborhoodOf(form));
    const equal = equalNames(subject, this.list, this.byWords);
    this.scorer.begin(subject, neighborhoods, true);
    const found: NameMatch[] = [];
    for (let name = 0; name < this.list.strong.count; name++) {
      this.scorer.gather(name);
      const score = this.scorer.score(name, equal.has(name));
      if (score > 0 && score >= lowestScore) found.push({ name, score });
    }
    return found;
  }

  /** A word of many names is compared with the whole list once. */
  private neighborhoodOf(form: TokenForm): Neighborhood {
    const key = `${form.text}${form.isVowelless ? '~' : ''}${form.isJoined ? '+' : ''}`;
    const known = this.known.get(key);
    if (known) return known;
    const neighborhood = this.compareWithAll(form);
    if (this.known.size < REMEMBERED_WORDS) this.known.set(key, neighborhood);
    return neighborhood;
  }

  private compareWithAll(form: TokenForm): Neighborhood {
    const { words } = this.list;
    const { shelf } = this;
    const match: TokenMatch = { relation: 0, similarity: 0 };
    shelf.reserve(words.count);
    this.relater.reset(toAskedWord(form, words));
    for (let word = 0; word < words.count; word++) {
      if (this.relater.relate(word, match)) shelf.add(word, match);
    }
    return shelf.take();
  }
}

import { classifyWord, type NamedKind, type WordClass } from './name-words';
import { type NameWord } from './normalize-name';
import { type NeighborFinder } from './neighbor-finder';
import { type Neighborhood } from './neighborhood';
import { LONGEST_COMPARED_TOKEN, type TokenForm, toTokenForm } from './token-form';
import { type WordRarities } from './word-rarities';

/** What is forgotten is found again, only slower: words, and neighbours of words, that are remembered at most. */
const REMEMBERED_WORDS = 50_000;
const REMEMBERED_NEIGHBORS = 1_500_000;

/** A word of subjects' names, with what is the same in every name. */
export class SubjectWord {
  /** Once it has been looked for. */
  neighborhood: Neighborhood | undefined;
  private readonly classes: Partial<Record<NamedKind, WordClass>> = {};

  constructor(
    readonly word: NameWord,
    readonly form: TokenForm,
    /** As `WordRarities` gives it. */
    readonly rarity: number,
  ) {}

  classAs(kind: NamedKind): WordClass {
    return (this.classes[kind] ??= classifyWord(this.form.text, kind));
  }
}

/** The words of the names asked for, the latest of them remembered: most names share their words with others. */
export class SubjectWords {
  private recent = new Map<string, SubjectWord>();
  private older = new Map<string, SubjectWord>();
  private neighborCount = 0;

  constructor(
    private readonly rarities: WordRarities,
    private readonly finder: NeighborFinder,
  ) {}

  of(word: NameWord): SubjectWord {
    const key = word.vowelless ? `${word.text}~` : word.syllable ? `${word.text}+${word.syllable}` : word.text;
    const known = this.recent.get(key) ?? this.older.get(key);
    if (known) return known;
    const form = toTokenForm(word);
    const found = new SubjectWord(word, form, this.rarities.of(form.codes));
    // Nobody is called that, and such keys would let a caller fill the memory.
    if (key.length <= LONGEST_COMPARED_TOKEN) this.remember(key, found);
    return found;
  }

  /** The listed words that a word of a subject's name, or several neighbours of it joined, are related to. */
  neighborhoodOf({ word, form }: { readonly word?: SubjectWord; readonly form: TokenForm }): Neighborhood {
    if (!word) return this.finder.find(form);
    if (!word.neighborhood) {
      word.neighborhood = this.finder.find(form);
      this.neighborCount += word.neighborhood.to - word.neighborhood.from;
    }
    return word.neighborhood;
  }

  private remember(key: string, word: SubjectWord): void {
    if (this.recent.size >= REMEMBERED_WORDS / 2 || this.neighborCount >= REMEMBERED_NEIGHBORS / 2) {
      this.older = this.recent;
      this.recent = new Map();
      this.neighborCount = 0;
    }
    this.recent.set(key, word);
  }
}

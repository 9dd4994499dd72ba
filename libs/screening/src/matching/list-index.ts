import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type EngineOptions } from './engine-options';
import { forEachJoin, isSpelledByCustoms, joinedSpellings } from './joined-words';
import { type ListedNames, ListedNamesBuilder, NUMBER_TOKEN, STRONG_TOKEN } from './listed-names';
import { promote, wordWeight } from './name-form';
import { classifyWord, type NamedKind, type WordClass } from './name-words';
import { type NameWord, readName } from './normalize-name';
import { lettersOf } from './token-form';
import { WordRarities } from './word-rarities';
import { WordTable } from './word-table';
import { JOINED_VOWELLESS_WORD, JOINED_WORD, LATIN_WORD, VOWELLESS_WORD } from './word-texts';
import { WordTextsBuilder } from './word-texts-builder';

/** The names of a list: strong ones are compared, weak ones only found by equality. */
export interface NamesOfList {
  readonly words: WordTable;
  readonly strong: ListedNames;
  readonly weak: ListedNames;
  readonly rarities: WordRarities;
}

/**
 * Reads the names of entries. A name without a letter or digit that can be read is in neither part. How rare a word is
 * comes from the names of `all`, the list that the entries are a part of.
 */
export function readNames(
  entries: readonly SanctionsEntry[],
  options: EngineOptions,
  all: readonly SanctionsEntry[] = entries,
): NamesOfList {
  const { table, strong, weak, byCustoms } = gatherNames(entries);
  joinNeighbors(strong, table, byCustoms);
  joinNothing(weak);
  const words = new WordTable(...table.parts());
  const rarities =
    all === entries ? new WordRarities(words, words.singleCount, strong, options) : raritiesOfNames(all, options);
  const rarityOf = Float64Array.from({ length: words.singleCount }, (_, word) => rarities.of(words.codes(word)));
  const kinds = entries.map(({ type }): NamedKind => (type === 'person' ? 'person' : 'body'));
  const classes = new WordClasses(words);
  const build = (builder: ListedNamesBuilder): ListedNames =>
    builder.build((entry, tokens, flags) => {
      const ofTokens = promote(Array.from(tokens, (word) => classes.of(word, kinds[entry] ?? 'unknown')));
      return ofTokens.map((wordClass, index) => {
        flags[index] = (wordClass === 'name' ? STRONG_TOKEN : 0) | (wordClass === 'number' ? NUMBER_TOKEN : 0);
        return wordWeight(wordClass, rarityOf[tokens[index] ?? 0] ?? 1);
      });
    });
  return { words, strong: build(strong), weak: build(weak), rarities };
}

interface GatheredNames {
  readonly table: WordTextsBuilder;
  readonly strong: ListedNamesBuilder;
  readonly weak: ListedNamesBuilder;
  /** The words of the strong names with a word that customs differ about how to join (`joinedSpellings`). */
  readonly byCustoms: ReadonlyMap<number, readonly NameWord[]>;
}

function gatherNames(entries: readonly SanctionsEntry[]): GatheredNames {
  const table = new WordTextsBuilder();
  const strong = new ListedNamesBuilder();
  const weak = new ListedNamesBuilder();
  const byCustoms = new Map<number, readonly NameWord[]>();
  entries.forEach(({ names }, entry) => {
    names.forEach(({ name, kind, strength }, place) => {
      const { words, unreadableWords } = readName(name);
      if (words.length === 0) return;
      const builder = strength === 'strong' ? strong : weak;
      if (builder === strong && words.some(isSpelledByCustoms)) byCustoms.set(strong.count, words);
      for (const { text, vowelless } of words) {
        const wordKind = vowelless ? VOWELLESS_WORD : LATIN_WORD;
        builder.tokenWords.push(table.intern(lettersOf(text), text.length, wordKind));
      }
      builder.add(entry, place, { isUnreadable: unreadableWords.length > 0, isFormer: kind === 'fka' });
    });
  });
  return { table, strong, weak, byCustoms };
}

function raritiesOfNames(entries: readonly SanctionsEntry[], options: EngineOptions): WordRarities {
  const { table, strong } = gatherNames(entries);
  return new WordRarities(table.build(), table.count, strong, options);
}

/** Adds what neighbouring words of each name are when they are written as one. */
function joinNeighbors(
  names: ListedNamesBuilder,
  table: WordTextsBuilder,
  byCustoms: ReadonlyMap<number, readonly NameWord[]>,
): void {
  const letters = new Uint8Array(64);
  for (let name = 0; name < names.count; name++) {
    const from = name === 0 ? 0 : names.tokenEnds.at(name - 1);
    const lengthOf = (index: number): number => table.spelledLength(names.tokenWords.at(from + index));
    const written = byCustoms.get(name);
    forEachJoin(names.tokenEnds.at(name) - from, lengthOf, (start, length) => {
      const run = written?.slice(start, start + length);
      if (run?.some(isSpelledByCustoms)) {
        const kind = run.every(({ vowelless }) => vowelless) ? JOINED_VOWELLESS_WORD : JOINED_WORD;
        for (const text of joinedSpellings(run)) {
          names.addJoin(table.intern(lettersOf(text), text.length, kind), start, length);
        }
        return;
      }
      let count = 0;
      for (let index = start; index < start + length; index++) {
        const word = names.tokenWords.at(from + index);
        for (let at = table.start(word); at < table.ends.at(word); at++) letters[count++] = table.letters.at(at);
      }
      names.addJoin(table.intern(letters, count, JOINED_WORD), start, length);
    });
    names.endJoins();
  }
}

/** Weak names are found by equality only. */
function joinNothing(names: ListedNamesBuilder): void {
  for (let name = 0; name < names.count; name++) names.endJoins();
}

/** Remembers what each word is, for as long as the list is being read. */
class WordClasses {
  private readonly ofPersons: (WordClass | undefined)[] = [];
  private readonly ofBodies: (WordClass | undefined)[] = [];

  constructor(private readonly words: WordTable) {}

  of(word: number, kind: NamedKind): WordClass {
    const known = kind === 'person' ? this.ofPersons : this.ofBodies;
    return (known[word] ??= classifyWord(this.words.text(word), kind));
  }
}

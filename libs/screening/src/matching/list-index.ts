import { type SanctionsEntry } from '../lists/sanctions-entry';
import { type EngineOptions } from './engine-options';
import { forEachJoin } from './joined-words';
import { type ListedNames, ListedNamesBuilder, NUMBER_TOKEN, STRONG_TOKEN } from './listed-names';
import { promote, wordWeight } from './name-form';
import { classifyWord, type NamedKind, type WordClass } from './name-words';
import { readName } from './normalize-name';
import { type TokenForm } from './token-form';
import { JOINED_WORD, LATIN_WORD, NO_WORD, VOWELLESS_WORD, type WordTable, WordTableBuilder } from './word-table';

/** The names of a list: strong ones are compared, weak ones only found by equality. */
export interface NamesOfList {
  readonly words: WordTable;
  /** Words below this one are single, the others joined. */
  readonly firstJoined: number;
  readonly strong: ListedNames;
  readonly weak: ListedNames;
  /** 0 to 1: how much the weight of a name keeps of its value, by how many listed names have the word. */
  readonly rarity: (word: TokenForm) => number;
}

/** Reads the names of all entries. A name without a letter or digit that can be read is in neither part. */
export function readNames(entries: readonly SanctionsEntry[], options: EngineOptions): NamesOfList {
  const table = new WordTableBuilder();
  const strong = new ListedNamesBuilder();
  const weak = new ListedNamesBuilder();
  const kinds = entries.map(({ type }): NamedKind => (type === 'person' ? 'person' : 'body'));
  entries.forEach(({ names }, entry) => {
    names.forEach(({ name, strength }, place) => {
      const { words, unreadableWords } = readName(name);
      if (words.length === 0) return;
      const builder = strength === 'strong' ? strong : weak;
      for (const { text, vowelless } of words) {
        const kind = vowelless ? VOWELLESS_WORD : LATIN_WORD;
        builder.tokenWords.push(table.intern(lettersOf(text), text.length, kind));
      }
      builder.add(entry, place, unreadableWords.length > 0);
    });
  });
  const firstJoined = table.count;
  joinNeighbors(strong, table);
  joinNeighbors(weak, table, false);

  const words = table.build();
  const rarities = wordRarities(words, firstJoined, strong, options);
  const classes = new WordClasses(words);
  const build = (builder: ListedNamesBuilder): ListedNames =>
    builder.build((entry, tokens, weights, flags) => {
      const all = promote(Array.from(tokens, (word) => classes.of(word, kinds[entry] ?? 'unknown')));
      all.forEach((wordClass, index) => {
        weights[index] = wordWeight(wordClass, rarities[tokens[index] ?? 0] ?? 1);
        flags[index] = (wordClass === 'name' ? STRONG_TOKEN : 0) | (wordClass === 'number' ? NUMBER_TOKEN : 0);
      });
    });
  const rarity = ({ codes }: TokenForm): number => {
    let word = words.find(codes);
    while (word !== NO_WORD && words.isJoined(word)) word = words.nextWithText(word);
    return word === NO_WORD ? 1 : (rarities[word] ?? 1);
  };
  return { words, firstJoined, strong: build(strong), weak: build(weak), rarity };
}

let scratch = new Uint8Array(256);

/** The ASCII codes of a word, in an array that the next call uses again. */
function lettersOf(text: string): Uint8Array {
  if (text.length > scratch.length) scratch = new Uint8Array(2 * text.length);
  for (let index = 0; index < text.length; index++) scratch[index] = text.charCodeAt(index);
  return scratch;
}

/** Adds what neighbouring words of each name are when they are written as one. */
function joinNeighbors(names: ListedNamesBuilder, table: WordTableBuilder, isJoined = true): void {
  const longest = new Uint8Array(64);
  for (let name = 0; name < names.count; name++) {
    const from = name === 0 ? 0 : names.tokenEnds.at(name - 1);
    const count = isJoined ? names.tokenEnds.at(name) - from : 0;
    const lengthOf = (index: number): number => table.spelledLength(names.tokenWords.at(from + index));
    forEachJoin(count, lengthOf, (start, length) => {
      let letters = 0;
      for (let index = start; index < start + length; index++) {
        const word = names.tokenWords.at(from + index);
        for (let at = table.start(word); at < table.ends.at(word); at++) longest[letters++] = table.letters.at(at);
      }
      names.addJoin(table.intern(longest, letters, JOINED_WORD), start, length);
    });
    names.endJoins();
  }
}

/** By single word; words of one text share their rarity. */
function wordRarities(
  words: WordTable,
  firstJoined: number,
  { count, tokenEnds, tokenWords }: ListedNamesBuilder,
  { commonWordDiscount, commonWordNames }: EngineOptions,
): Float64Array {
  const frequencies = new Int32Array(firstJoined);
  const countedIn = new Int32Array(firstJoined).fill(-1);
  for (let name = 0, at = 0; name < count; name++) {
    for (; at < tokenEnds.at(name); at++) {
      const word = words.firstWithText(tokenWords.at(at));
      if (countedIn[word] === name) continue;
      countedIn[word] = name;
      frequencies[word] = (frequencies[word] ?? 0) + 1;
    }
  }
  const scale = Math.log1p(commonWordNames);
  return Float64Array.from(frequencies, (_, word) => {
    const frequency = frequencies[words.firstWithText(word)] ?? 0;
    return 1 - commonWordDiscount * Math.min(1, Math.log1p(frequency) / scale);
  });
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

import { type EngineOptions } from './engine-options';
import { type ListedNamesBuilder } from './listed-names';
import { NO_WORD, type WordTexts } from './word-texts';

/** How much the weight of a word keeps of its value, by how many of a list's strong names have it. */
export class WordRarities {
  private readonly values: Float64Array;

  /** The first `singleCount` words are single ones; words of one text share their rarity. */
  constructor(
    private readonly words: WordTexts,
    singleCount: number,
    { count, tokenEnds, tokenWords }: ListedNamesBuilder,
    { commonWordDiscount, commonWordNames }: EngineOptions,
  ) {
    const frequencies = new Int32Array(singleCount);
    const countedIn = new Int32Array(singleCount).fill(-1);
    for (let name = 0, at = 0; name < count; name++) {
      for (; at < tokenEnds.at(name); at++) {
        const word = words.firstWithText(tokenWords.at(at));
        if (countedIn[word] === name) continue;
        countedIn[word] = name;
        frequencies[word] = (frequencies[word] ?? 0) + 1;
      }
    }
    const scale = Math.log1p(commonWordNames);
    this.values = Float64Array.from(
      frequencies,
      (frequency) => 1 - commonWordDiscount * Math.min(1, Math.log1p(frequency) / scale),
    );
  }

  /** Over 0 and up to 1, which is for a word that no listed name has. */
  of(codes: Uint8Array): number {
    const word = this.words.find(codes);
    return word === NO_WORD ? 1 : (this.values[this.words.firstWithText(word)] ?? 1);
  }
}

import { type ListedNames } from './listed-names';
import { type Neighborhood } from './neighborhood';

/** Which listed names have which words, single and joined, in packed arrays. */
export class NamePostings {
  /** Word w is in the names `names[starts[w]] ... names[starts[w + 1] - 1]`, each once. */
  readonly starts: Int32Array;
  readonly names: Int32Array;

  constructor(wordCount: number, names: ListedNames) {
    this.starts = new Int32Array(wordCount + 2);
    const { starts } = this;
    eachPosting(wordCount, names, (word) => (starts[word + 2] = (starts[word + 2] ?? 0) + 1));
    for (let word = 1; word < starts.length; word++) starts[word] = (starts[word] ?? 0) + (starts[word - 1] ?? 0);
    const all = new Int32Array(starts[wordCount + 1] ?? 0);
    // The start of each word stands one place too high until filling has moved it to the end of the word.
    eachPosting(wordCount, names, (word, name) => {
      const place = starts[word + 1] ?? 0;
      all[place] = name;
      starts[word + 1] = place + 1;
    });
    this.names = all;
  }

  /** In how many names the words are, names with several of them counted for each. */
  countAll({ words, from, to }: Neighborhood): number {
    let count = 0;
    for (let at = from; at < to; at++) {
      const word = words[at] ?? 0;
      count += (this.starts[word + 1] ?? 0) - (this.starts[word] ?? 0);
    }
    return count;
  }
}

/** Visits each word of each name once, even when the name repeats it. */
function eachPosting(wordCount: number, names: ListedNames, visit: (word: number, name: number) => void): void {
  const lastName = new Int32Array(wordCount).fill(-1);
  const visitAll = (words: Int32Array, from: number, to: number, name: number): void => {
    for (let at = from; at < to; at++) {
      const word = words[at] ?? 0;
      if (lastName[word] === name) continue;
      lastName[word] = name;
      visit(word, name);
    }
  };
  for (let name = 0; name < names.count; name++) {
    visitAll(names.tokenWords, names.tokenStarts[name] ?? 0, names.tokenStarts[name + 1] ?? 0, name);
    visitAll(names.joinWords, names.joinStarts[name] ?? 0, names.joinStarts[name + 1] ?? 0, name);
  }
}

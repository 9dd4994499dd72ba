import { type NameForm } from './name-form';
import { type TokenForm } from './token-form';

/**
 * The words of the listed names and which names have which, in packed arrays. The single words come first, then, from
 * `firstJoined` on, the words joined from neighbours; one text may be both.
 */
export class NamePostings {
  readonly words: readonly TokenForm[];
  readonly firstJoined: number;
  /** Name n has the words `spanWords[spanStarts[n]] ... spanWords[spanStarts[n + 1] - 1]`, in the order of its spans. */
  readonly spanStarts: Int32Array;
  readonly spanWords: Int32Array;
  /** Where in its name each span begins, and of how many words it is. */
  readonly spanPlaces: Uint16Array;
  readonly spanLengths: Uint8Array;
  /** The weights of the words of name n are `weights[weightStarts[n]] ... weights[weightStarts[n + 1] - 1]`. */
  readonly weightStarts: Int32Array;
  readonly weights: Float64Array;
  /** How many words the longest name has. */
  readonly longestName: number;
  /** The first letter, as an ASCII code, of each word that an initial may stand for; 0 for the others. */
  readonly initialLetters: Uint8Array;
  /** Word w is in the names `names[starts[w]] ... names[starts[w + 1] - 1]`, each once. */
  readonly starts: Int32Array;
  readonly names: Int32Array;

  constructor(forms: readonly NameForm[]) {
    const singles = new Map<TokenForm, number>();
    const joined = new Map<TokenForm, number>();
    for (const { spans } of forms) {
      for (const { length, form } of spans) {
        const ids = length === 1 ? singles : joined;
        if (!ids.has(form)) ids.set(form, ids.size);
      }
    }
    this.words = [...singles.keys(), ...joined.keys()];
    this.firstJoined = singles.size;

    this.spanStarts = runningTotals(forms, ({ spans }) => spans.length);
    const spans = forms.flatMap((form) => form.spans);
    this.spanWords = Int32Array.from(spans, ({ length, form }) =>
      length === 1 ? (singles.get(form) ?? 0) : this.firstJoined + (joined.get(form) ?? 0),
    );
    this.spanPlaces = Uint16Array.from(spans, ({ start }) => start);
    this.spanLengths = Uint8Array.from(spans, ({ length }) => length);
    this.weightStarts = runningTotals(forms, ({ tokens }) => tokens.length);
    this.weights = Float64Array.from(forms.flatMap(({ tokens }) => tokens.map(({ weight }) => weight)));
    this.longestName = forms.reduce((longest, { tokens }) => Math.max(longest, tokens.length), 0);
    this.initialLetters = Uint8Array.from(this.words, ({ canBeInitialed, codes }) =>
      canBeInitialed ? (codes[0] ?? 0) : 0,
    );
    this.starts = new Int32Array(this.words.length + 1);
    this.names = this.fill(forms.length);
  }

  /** In how many names a word is. */
  count(word: number): number {
    return (this.starts[word + 1] ?? 0) - (this.starts[word] ?? 0);
  }

  private fill(nameCount: number): Int32Array {
    const { starts } = this;
    this.eachPosting(nameCount, (word) => (starts[word + 1] = (starts[word + 1] ?? 0) + 1));
    for (let word = 0; word < this.words.length; word++) {
      starts[word + 1] = (starts[word + 1] ?? 0) + (starts[word] ?? 0);
    }
    const next = starts.slice();
    const names = new Int32Array(starts[this.words.length] ?? 0);
    this.eachPosting(nameCount, (word, name) => {
      const place = next[word] ?? 0;
      names[place] = name;
      next[word] = place + 1;
    });
    return names;
  }

  /** Visits each word of each name once, even when the name repeats it. */
  private eachPosting(nameCount: number, visit: (word: number, name: number) => void): void {
    const lastName = new Int32Array(this.words.length).fill(-1);
    for (let name = 0; name < nameCount; name++) {
      const end = this.spanStarts[name + 1] ?? 0;
      for (let at = this.spanStarts[name] ?? 0; at < end; at++) {
        const word = this.spanWords[at] ?? 0;
        if (lastName[word] === name) continue;
        lastName[word] = name;
        visit(word, name);
      }
    }
  }
}

/** The sums of the counts before each form, and of all at the end. */
function runningTotals(forms: readonly NameForm[], countOf: (form: NameForm) => number): Int32Array {
  const totals = new Int32Array(forms.length + 1);
  forms.forEach((form, index) => (totals[index + 1] = (totals[index] ?? 0) + countOf(form)));
  return totals;
}

import { forEachJoin } from './joined-words';
import { CLASS_WEIGHTS, classifyWord, type NamedKind, type WordClass } from './name-words';
import { type ReadName } from './normalize-name';
import { type TokenForm, toTokenForm } from './token-form';

/** One word in its place in a name. `isStrong` words can be evidence on their own; forms and particles cannot. */
export interface NameToken {
  readonly form: TokenForm;
  readonly wordClass: WordClass;
  readonly weight: number;
  readonly isStrong: boolean;
}

/** One word, or several neighbours written together: `length` words from `start` on. */
export interface NameSpan {
  readonly start: number;
  readonly length: number;
  readonly form: TokenForm;
}

/** A subject's name as the engine compares it. `spans` are the single words, in order, and then the joined ones. */
export interface NameForm {
  readonly tokens: readonly NameToken[];
  readonly spans: readonly NameSpan[];
  /** Words in letters that cannot be read; they agree with nothing. */
  readonly unreadableWords: readonly string[];
}

/** When a name holds no name proper, the first of these classes it has takes that place. */
const STAND_INS: readonly WordClass[] = ['number', 'generic', 'organization-form', 'title', 'particle'];

/** Builds the form of a subject's name. `rarity` (0 to 1) lowers the weight of words that are common in the list. */
export function toNameForm(
  { words, unreadableWords }: ReadName,
  kind: NamedKind,
  rarity: (word: TokenForm) => number,
): NameForm {
  const classes = promote(words.map(({ text }) => classifyWord(text, kind)));
  const tokens = words.map((word, index): NameToken => {
    const form = toTokenForm(word);
    const wordClass = classes[index] ?? 'name';
    return { form, wordClass, weight: wordWeight(wordClass, rarity(form)), isStrong: wordClass === 'name' };
  });
  const spans = tokens.map(({ form }, start): NameSpan => ({ start, length: 1, form }));
  const lengthOf = (index: number): number => {
    const form = tokens[index]?.form;
    return form?.isSpelled === true ? form.codes.length : 0;
  };
  forEachJoin(tokens.length, lengthOf, (start, length) => {
    const parts = words.slice(start, start + length);
    const text = parts.map((part) => part.text).join('');
    spans.push({ start, length, form: toTokenForm({ text, vowelless: false }, true) });
  });
  return { tokens, spans, unreadableWords };
}

/** How much a word of a class counts; only names and generic words count less for being common. */
export function wordWeight(wordClass: WordClass, rarity: number): number {
  return CLASS_WEIGHTS[wordClass] * (wordClass === 'name' || wordClass === 'generic' ? rarity : 1);
}

/** The classes of the words of one name, with stand-ins where it has no name proper. */
export function promote(classes: readonly WordClass[]): readonly WordClass[] {
  if (classes.includes('name')) return classes;
  const standIn = STAND_INS.find((wordClass) => classes.includes(wordClass));
  return classes.map((wordClass) => (wordClass === standIn ? 'name' : wordClass));
}

import { forEachJoin, isSpelledByCustoms, joinedSpellings } from './joined-words';
import { CLASS_WEIGHTS, type NamedKind, type WordClass } from './name-words';
import { type SubjectWord } from './subject-words';
import { JoinedForm, type TokenForm, toTokenForm } from './token-form';

/** One word in its place in a name. `isStrong` words can be evidence on their own; forms and particles cannot. */
export interface NameToken {
  readonly form: TokenForm;
  readonly wordClass: WordClass;
  readonly weight: number;
  readonly isStrong: boolean;
}

/** One word, or several neighbours written together, which are no `word`: `length` words from `start` on. */
export interface NameSpan {
  readonly start: number;
  readonly length: number;
  readonly form: TokenForm;
  readonly word?: SubjectWord;
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

/** In longer names each run of neighbours is joined in one way only: nobody is called that, and it would take long. */
const MOST_WORDS_BY_CUSTOMS = 16;

/** Builds the form of a subject's name. Words that are common in the list weigh less. */
export function toNameForm(
  words: readonly SubjectWord[],
  unreadableWords: readonly string[],
  kind: NamedKind,
): NameForm {
  const classes = promote(words.map((word) => word.classAs(kind)));
  const tokens = words.map(({ form, rarity }, index): NameToken => {
    const wordClass = classes[index] ?? 'name';
    return { form, wordClass, weight: wordWeight(wordClass, rarity), isStrong: wordClass === 'name' };
  });
  const spans = words.map((word, start): NameSpan => ({ start, length: 1, form: word.form, word }));
  const lengthOf = (index: number): number => {
    const form = words[index]?.form;
    return form?.isSpelled === true ? form.codes.length : 0;
  };
  forEachJoin(words.length, lengthOf, (start, length) => {
    const run = words.slice(start, start + length).map(({ word }) => word);
    if (words.length > MOST_WORDS_BY_CUSTOMS || !run.some(isSpelledByCustoms)) {
      spans.push({ start, length, form: new JoinedForm(words, start, start + length) });
      return;
    }
    const vowelless = run.every((word) => word.vowelless);
    for (const text of joinedSpellings(run))
      spans.push({ start, length, form: toTokenForm({ text, vowelless }, true) });
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

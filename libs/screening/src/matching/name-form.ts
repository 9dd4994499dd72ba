import { CLASS_WEIGHTS, classifyWord, type NamedKind, type WordClass } from './name-words';
import { type NameWord } from './normalize-name';
import { toJoinedForm, type TokenForm, toTokenForm } from './token-form';

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

/** A name as the engine compares it. `spans` are the single words, in order, and then the joined ones. */
export interface NameForm {
  readonly tokens: readonly NameToken[];
  readonly spans: readonly NameSpan[];
  /** Equal for two names exactly when they have the same words, in any order. */
  readonly key: string;
}

/** Where the forms of a name's words come from. */
export interface TokenForms {
  readonly single: (word: NameWord) => TokenForm;
  readonly joined: (word: NameWord) => TokenForm;
}

/** When a name holds no name proper, the first of these classes it has takes that place. */
const STAND_INS: readonly WordClass[] = ['number', 'generic', 'organization-form', 'title', 'particle'];
const LONGEST_ACRONYM = 5;
const LONGEST_JOINED_TEXT = 24;
const SHORTEST_JOINED_TEXT = 5;
const SHORT_WORD = 3;

/**
 * Builds the form of a name from its words (`normalizeName`). `rarity` (0 to 1) lowers the weight of common words;
 * `forms` may share the forms of words seen before.
 */
export function toNameForm(
  words: readonly NameWord[],
  kind: NamedKind,
  rarity: (word: string) => number,
  forms: TokenForms = { single: toTokenForm, joined: toJoinedForm },
): NameForm {
  const classes = promote(words.map(({ text }) => classifyWord(text, kind)));
  const tokens = words.map((word, index): NameToken => {
    const wordClass = classes[index] ?? 'name';
    const isCommonable = wordClass === 'name' || wordClass === 'generic';
    return {
      form: forms.single(word),
      wordClass,
      weight: CLASS_WEIGHTS[wordClass] * (isCommonable ? rarity(word.text) : 1),
      isStrong: wordClass === 'name',
    };
  });
  return {
    tokens,
    spans: [...tokens.map(({ form }, start) => ({ start, length: 1, form })), ...joinedSpans(words, forms)],
    key: words
      .map(({ text }) => text)
      .sort()
      .join(' '),
  };
}

function promote(classes: WordClass[]): WordClass[] {
  if (classes.includes('name')) return classes;
  const standIn = STAND_INS.find((wordClass) => classes.includes(wordClass));
  return classes.map((wordClass) => (wordClass === standIn ? 'name' : wordClass));
}

/** Two neighbours; three when one of them is short ("abd al rahman"); or a run of initials ("K M A"). */
function joinedSpans(words: readonly NameWord[], forms: TokenForms): NameSpan[] {
  const spans: NameSpan[] = [];
  for (let start = 0; start < words.length; start++) {
    for (let length = 2; length <= LONGEST_ACRONYM && start + length <= words.length; length++) {
      const parts = words.slice(start, start + length);
      const text = parts.map((part) => part.text).join('');
      if (!canBeJoined(parts, text)) continue;
      spans.push({ start, length, form: forms.joined({ text, vowelless: parts.some((part) => part.vowelless) }) });
    }
  }
  return spans;
}

function canBeJoined(parts: readonly NameWord[], text: string): boolean {
  if (/\d/u.test(text) || text.length > LONGEST_JOINED_TEXT) return false;
  if (parts.every((part) => part.text.length === 1)) return true;
  if (text.length < SHORTEST_JOINED_TEXT || parts.length > 3) return false;
  return parts.length === 2 || parts.some((part) => part.text.length <= SHORT_WORD);
}

import { type ListedName, type SanctionsEntry } from '../lists/sanctions-entry';
import { type EngineOptions } from './engine-options';
import { type NameForm, toNameForm } from './name-form';
import { type NamedKind } from './name-words';
import { type NameWord, normalizeName } from './normalize-name';
import { toJoinedForm, type TokenForm, toTokenForm } from './token-form';

/** A listed name in the form the engine compares, with the place of its entry in the list. */
export interface ListedNameForm {
  readonly entryIndex: number;
  readonly listed: ListedName;
  readonly form: NameForm;
}

/** The names of a list: strong ones are compared, weak ones only found by equality. */
export interface ListedNameForms {
  readonly strong: readonly ListedNameForm[];
  readonly weak: readonly ListedNameForm[];
  /** 0 to 1: how much the weight of a name keeps of its value, by how many listed names have the word. */
  readonly rarity: (word: string) => number;
}

/** Builds the forms of all names. Two names with the same word share that word's form. */
export function toListedNameForms(entries: readonly SanctionsEntry[], options: EngineOptions): ListedNameForms {
  const drafts = entries.flatMap((entry, entryIndex) => {
    const kind: NamedKind = entry.type === 'person' ? 'person' : 'body';
    return entry.names.map((listed) => ({ entryIndex, listed, kind, words: normalizeName(listed.name) }));
  });
  const strongDrafts = drafts.filter(({ listed }) => listed.strength === 'strong');
  const rarity = wordRarity(
    strongDrafts.map(({ words }) => words),
    options,
  );
  const forms = { single: shared(toTokenForm), joined: shared(toJoinedForm) };
  const toForm = ({ entryIndex, listed, kind, words }: (typeof drafts)[number]): ListedNameForm => ({
    entryIndex,
    listed,
    form: toNameForm(words, kind, rarity, forms),
  });
  return {
    strong: strongDrafts.filter(({ words }) => words.length > 0).map(toForm),
    weak: drafts.filter(({ listed, words }) => listed.strength === 'weak' && words.length > 0).map(toForm),
    rarity,
  };
}

function wordRarity(names: readonly (readonly NameWord[])[], options: EngineOptions): (word: string) => number {
  const frequencies = new Map<string, number>();
  for (const words of names) {
    for (const word of new Set(words.map(({ text }) => text))) frequencies.set(word, (frequencies.get(word) ?? 0) + 1);
  }
  const { commonWordDiscount, commonWordNames } = options;
  const scale = Math.log1p(commonWordNames);
  return (word) => 1 - commonWordDiscount * Math.min(1, Math.log1p(frequencies.get(word) ?? 0) / scale);
}

/** Remembers the forms it made, for as long as the list is being read. */
function shared(make: (word: NameWord) => TokenForm): (word: NameWord) => TokenForm {
  const latin = new Map<string, TokenForm>();
  const vowelless = new Map<string, TokenForm>();
  return (word) => {
    const forms = word.vowelless ? vowelless : latin;
    let form = forms.get(word.text);
    if (!form) forms.set(word.text, (form = make(word)));
    return form;
  };
}

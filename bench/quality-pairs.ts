import { type LabelledPair } from './labelled-pair';
import { misspell } from './query-names';
import { scriptPairs } from './quality-scripts';
import { seededRandom } from './random';
import { VARIATIONS } from './variations';

type Random = () => number;

const ONSETS = 'b d f g h j k l m n p q r s t v w y z br dr kh sh th tr zh'.split(' ');
const NUCLEI = 'a e i o u a i ou ay ia'.split(' ');
const CODAS = ['', '', '', 'n', 'r', 's', 'l', 'm', 'd', 'nd', 'v', 'k'];
const FORMS = 'LLC Ltd Limited GmbH Inc Corp SA JSC'.split(' ');
const OTHER_FORM: Readonly<Record<string, string>> = {
  LLC: 'Limited Liability Company',
  Ltd: 'Limited',
  Limited: 'Ltd',
  GmbH: 'LLC',
  Inc: 'Incorporated',
  Corp: 'Corporation',
  SA: 'S.A.',
  JSC: 'Joint Stock Company',
};
const GENERIC = 'Trading Shipping Petroleum Industries International Group Services General Investment Energy'.split(
  ' ',
);
const NICKNAMES =
  'William Bill|Robert Bob|Yusuf Joseph|Muhammad Mohamed|Mikhail Michael|Dmitri Dmytro|Ahmad Ahmed|Elena Helen'
    .split('|')
    .map((pair) => pair.split(' '));
const PERSON_CHANGES = [
  'exact',
  'a typo in one word',
  'a typo in every word',
  'a wrong first letter',
  'another transliteration',
  'two words joined',
  'a word split',
  'another order',
];
const LONG_PERSON_CHANGES = [...PERSON_CHANGES, 'a word left out', 'an initial', 'a word more'];
const COMPANY_CHANGES = ['exact', 'a typo in one word', 'another order', 'two words joined'];

/** The development set: the same pairs each time. */
export function labelledPairs(perChange: number): readonly LabelledPair[] {
  const random = seededRandom(19_700_101);
  const times = (make: () => LabelledPair): LabelledPair[] => Array.from({ length: perChange }, make);
  const person = (words: number): string[] => Array.from({ length: words }, () => aWord(random));
  const vary = (change: string, words: readonly string[]): string =>
    VARIATIONS.get(change)?.(words, random) ?? words.join(' ');
  const pairs: LabelledPair[] = [];

  for (const [group, changes, count] of [
    ['persons of two words', PERSON_CHANGES, () => 2],
    ['persons of three or four', LONG_PERSON_CHANGES, () => (random() < 0.5 ? 3 : 4)],
  ] as const) {
    const base = { group, type: 'person' as const };
    for (const change of changes) {
      pairs.push(
        ...times(() => {
          const words = person(count());
          return { ...base, change, listed: words.join(' '), asked: vary(change, words), isSame: true };
        }),
      );
    }
    pairs.push(
      ...times(() => {
        const [formal = '', short = ''] = NICKNAMES[Math.floor(random() * NICKNAMES.length)] ?? [];
        const rest = person(count() - 1);
        return {
          ...base,
          change: 'another form of a given name',
          listed: [formal, ...rest].join(' '),
          asked: [short, ...rest].join(' '),
          isSame: true,
        };
      }),
      ...times(() => {
        const words = person(count());
        return {
          ...base,
          change: 'another last word',
          listed: words.join(' '),
          asked: [...words.slice(0, -1), aWord(random)].join(' '),
          isSame: false,
        };
      }),
      ...times(() => {
        const words = person(count());
        return {
          ...base,
          change: 'another first word',
          listed: words.join(' '),
          asked: [aWord(random), ...words.slice(1)].join(' '),
          isSame: false,
        };
      }),
      ...times(() => {
        const words = person(count());
        const alike = words.map((word) => misspell(misspell(misspell(word, random), random), random));
        return {
          ...base,
          change: 'words that look a little alike',
          listed: words.join(' '),
          asked: alike.join(' '),
          isSame: false,
        };
      }),
    );
  }

  for (const [group, length] of [
    ['companies, short', 2],
    ['companies, long', 6],
  ] as const) {
    const base = { group, type: 'business' as const };
    const company = (): { own: string[]; rest: string[]; form: string } => {
      const own = length === 2 ? [aWord(random)] : person(2);
      const rest = Array.from({ length: length === 2 ? 1 : 3 }, () => pick(GENERIC, random));
      return { own, rest: [...new Set(rest)], form: pick(FORMS, random) };
    };
    const named = ({ own, rest, form }: ReturnType<typeof company>): string => [...own, ...rest, form].join(' ');
    for (const change of COMPANY_CHANGES) {
      pairs.push(
        ...times(() => {
          const one = company();
          return { ...base, change, listed: named(one), asked: vary(change, named(one).split(' ')), isSame: true };
        }),
      );
    }
    pairs.push(
      ...times(() => {
        const one = company();
        return {
          ...base,
          change: 'the form written otherwise',
          listed: named(one),
          asked: named({ ...one, form: OTHER_FORM[one.form] ?? '' }),
          isSame: true,
        };
      }),
      ...times(() => {
        const one = company();
        return {
          ...base,
          change: 'the form left out',
          listed: named(one),
          asked: named({ ...one, form: '' }).trim(),
          isSame: true,
        };
      }),
      ...times(() => {
        const one = company();
        return {
          ...base,
          change: 'a general word more',
          listed: named(one),
          asked: named({ ...one, rest: [...one.rest, 'Organization'] }),
          isSame: true,
        };
      }),
      ...times(() => {
        const one = company();
        return {
          ...base,
          change: 'other own words, the rest the same',
          listed: named(one),
          asked: named({ ...one, own: one.own.map(() => aWord(random)) }),
          isSame: false,
        };
      }),
      ...times(() => {
        const one = company();
        const own = [...one.own.slice(0, -1), aWord(random)];
        return {
          ...base,
          change: 'another last own word',
          listed: named(one),
          asked: named({ ...one, own }),
          isSame: false,
        };
      }),
      ...times(() => {
        const one = company();
        const [first, second] = [2 + Math.floor(random() * 4), 6 + Math.floor(random() * 4)];
        const numbered = (number: number): string => named({ ...one, own: [...one.own, String(number)] });
        return { ...base, change: 'another number', listed: numbered(first), asked: numbered(second), isSame: false };
      }),
    );
  }

  const vessel = { group: 'vessels' as const, type: 'vessel' as const };
  pairs.push(
    ...times(() => {
      const words = [...person(2), String(2 + Math.floor(random() * 8))];
      return {
        ...vessel,
        change: 'a typo in one word',
        listed: words.join(' '),
        asked: [misspell(words[0] ?? '', random), ...words.slice(1)].join(' '),
        isSame: true,
      };
    }),
    ...times(() => {
      const words = person(2);
      return {
        ...vessel,
        change: 'another number',
        listed: `${words.join(' ')} 2`,
        asked: `${words.join(' ')} ${3 + Math.floor(random() * 7)}`,
        isSame: false,
      };
    }),
    ...times(() => {
      const words = person(2);
      return {
        ...vessel,
        change: 'another word',
        listed: words.join(' '),
        asked: `${words[0] ?? ''} ${aWord(random)}`,
        isSame: false,
      };
    }),
  );
  for (const change of ['Cyrillic letters', 'Arabic letters']) {
    const base = { group: 'scripts' as const, type: 'person' as const };
    pairs.push(
      ...times(() => {
        const words = person(3);
        return { ...base, change, listed: words.join(' '), asked: vary(change, words), isSame: true };
      }),
      ...times(() => {
        const words = person(3);
        const other = [words[0] ?? '', ...person(2)];
        return {
          ...base,
          change: `${change}, another person`,
          listed: words.join(' '),
          asked: vary(change, other),
          isSame: false,
        };
      }),
    );
  }
  return [...pairs, ...scriptPairs(perChange, random)];
}

/** An invented word of two or three syllables. */
function aWord(random: Random): string {
  const count = random() < 0.6 ? 2 : 3;
  const word = Array.from(
    { length: count },
    () => pick(ONSETS, random) + pick(NUCLEI, random) + pick(CODAS, random),
  ).join('');
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function pick(values: readonly string[], random: Random): string {
  return values[Math.floor(random() * values.length)] ?? '';
}

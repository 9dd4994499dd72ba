import fc from 'fast-check';
import { DistanceFrom, editCost } from './edit-distance';
import { NeighborFinder } from './neighbor-finder';
import { type Neighborhood } from './neighborhood';
import { toTokenForm, type TokenForm } from './token-form';
import { toAskedWord, TOKEN_RELATIONS, type TokenRelation, TokenRelater } from './token-relation';
import { WordTable } from './word-table';
import { JOINED_WORD, LATIN_WORD, VOWELLESS_WORD } from './word-texts';
import { WordTextsBuilder } from './word-texts-builder';

function aWord(text: string, vowelless = false): TokenForm {
  return toTokenForm({ text, vowelless });
}

/** A list of words; the joined ones come last. */
function aTable(words: readonly TokenForm[]): WordTable {
  const builder = new WordTextsBuilder();
  for (const { codes, isJoined, isVowelless } of words) {
    builder.intern(codes, codes.length, isJoined ? JOINED_WORD : isVowelless ? VOWELLESS_WORD : LATIN_WORD);
  }
  return new WordTable(...builder.parts());
}

function relate(a: TokenForm, b: TokenForm): { relation: TokenRelation | undefined; similarity: number } | undefined {
  const words = aTable([b]);
  const match = { relation: 0, similarity: 0 };
  const relater = new TokenRelater(words);
  relater.reset(toAskedWord(a, words));
  return relater.relate(0, match)
    ? { relation: TOKEN_RELATIONS[match.relation], similarity: match.similarity }
    : undefined;
}

describe('the relation of two words', () => {
  it.each([
    ['yusuf', 'jusuf', 'typo'],
    ['hussein', 'ussein', 'typo'],
    ['drevaniuk', 'drevanyuk', 'typo'],
    ['gaddafi', 'qaddafy', 'typo'],
    ['sergei', 'sregei', 'typo'],
    ['mohammadi', 'muhamedy', 'phonetic'],
    ['shcherbakov', 'scherbakoff', undefined],
    ['john', 'j', 'initial'],
    ['bin', 'b', undefined],
    ['al', 'el', 'variant'],
    ['ltd', 'limited', 'variant'],
    ['constructor', 'constructor', 'exact'],
    ['2', '6', undefined],
    ['747', '748', undefined],
    ['ali', 'omar', undefined],
    ['xi', 'li', undefined],
  ])('of "%s" and "%s" is %s', (a, b, relation) => {
    expect(relate(aWord(a), aWord(b))?.relation).toBe(relation);
  });

  it('compares consonants when one was written without vowels', () => {
    expect(relate(aWord('ywsf', true), aWord('youssef'))).toEqual({ relation: 'phonetic', similarity: 0.88 });
    expect(relate(aWord('ywsf'), aWord('youssef'))).toBeUndefined();
  });

  it('is the same from both sides and never says more than equal', () => {
    const word = fc.stringMatching(/^[aeikhmst]{1,8}$/u).map((text) => aWord(text));
    fc.assert(
      fc.property(word, word, (a, b) => {
        const [there, back] = [relate(a, b), relate(b, a)];
        expect(there?.relation).toBe(back?.relation);
        expect(there?.similarity ?? 0).toBeCloseTo(back?.similarity ?? 0, 12);
        expect(there?.similarity ?? 0).toBeLessThanOrEqual(1);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});

describe('the edit distance', () => {
  const distance = new DistanceFrom();
  const distanceOf = (a: string, b: string): number => {
    distance.reset(aWord(a).codes);
    return distance.to(aWord(`xy${b}z`).codes, 2, b.length);
  };

  it('is what the plain recursion gives', () => {
    const text = fc.stringMatching(/^[abc]{0,7}$/u);
    fc.assert(
      fc.property(text, text, (a, b) => expect(distanceOf(a, b)).toBe(plainDistance(a, b))),
      { seed: 2, numRuns: 2_000 },
    );
  });

  it('is the same for words too long for the bits of a number', () => {
    const text = fc.stringMatching(/^[abc]{0,7}$/u);
    const start = 'lopadotemachoselachogaleokranioleip';
    fc.assert(
      fc.property(text, text, (a, b) =>
        expect(distanceOf((start + a).slice(0, 40), (start + b).slice(0, 40))).toBe(
          distanceOf(a.slice(0, 5), b.slice(0, 5)),
        ),
      ),
      { seed: 4, numRuns: 500 },
    );
  });

  it('costs less for the mistakes people make often', () => {
    const cost = (a: string, b: string): number => editCost(aWord(a).codes, aWord(b).codes);
    expect(cost('sandel', 'sandal')).toBe(0.6);
    expect(cost('sand', 'sannd')).toBe(0.4);
    expect(cost('ahmad', 'amad')).toBe(0.6);
    expect(cost('sand', 'sadn')).toBe(0.9);
    expect(cost('sand', 'sanx')).toBe(1);
  });
});

describe('the finder of neighbours', () => {
  const wordsOf = ({ words, from, to }: Neighborhood): Int32Array => words.slice(from, to);
  const text = fc.stringMatching(/^[aeihkmst]{1,7}$/u);

  it('enumerates exactly the words that are related', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 20, maxLength: 60 }),
        text,
        fc.boolean(),
        (listed, asked, vowelless) => {
          const singles = listed.map((word) => aWord(word));
          const joined = listed.slice(0, 20).map((word) => toTokenForm({ text: `${word}mst`, vowelless: false }, true));
          const all = [...singles, ...joined];
          const finder = new NeighborFinder(aTable(all));
          const form = aWord(asked, vowelless);
          const related = all.map((other) =>
            form.isInitial && !other.isJoined && form.text !== other.text ? undefined : relate(form, other),
          );
          const found = wordsOf(finder.find(form));
          expect([...found].sort((a, b) => a - b)).toEqual([...related.keys()].filter((id) => related[id]));

          const writtenAsOne = toTokenForm({ text: asked, vowelless: false }, true);
          const together = wordsOf(finder.find(writtenAsOne));
          const merged = all.map((other) => relate(writtenAsOne, other));
          expect([...together].sort((a, b) => a - b)).toEqual([...merged.keys()].filter((id) => merged[id]));
        },
      ),
      { seed: 3, numRuns: 600 },
    );
  });
});

/** Optimal string alignment, from its definition. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(1), b.slice(1)];
  const options = [
    plainDistance(restA, restB) + (a[0] === b[0] ? 0 : 1),
    plainDistance(restA, b) + 1,
    plainDistance(a, restB) + 1,
  ];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) {
    options.push(plainDistance(a.slice(2), b.slice(2)) + 1);
  }
  return Math.min(...options);
}

import fc from 'fast-check';
import { editCost, editDistance } from './edit-distance';
import { NeighborFinder } from './neighbor-finder';
import { toJoinedForm, toTokenForm, type TokenForm } from './token-form';
import { relateMerged, relateTokens } from './token-relation';

function aWord(text: string, vowelless = false): TokenForm {
  return toTokenForm({ text, vowelless });
}

describe('the relation of two words', () => {
  it.each([
    ['yusuf', 'jusuf', 'edit'],
    ['hussein', 'ussein', 'edit'],
    ['drevaniuk', 'drevanyuk', 'edit'],
    ['gaddafi', 'qaddafy', 'edit'],
    ['sergei', 'sregei', 'edit'],
    ['mohammadi', 'muhamedy', 'skeleton'],
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
    expect(relateTokens(aWord(a), aWord(b))?.relation).toBe(relation);
  });

  it('compares consonants when one was written without vowels', () => {
    expect(relateTokens(aWord('ywsf', true), aWord('youssef'))).toEqual({ relation: 'skeleton', similarity: 0.88 });
    expect(relateTokens(aWord('ywsf'), aWord('youssef'))).toBeUndefined();
  });

  it('is the same from both sides and never says more than equal', () => {
    const word = fc.stringMatching(/^[aeikhmst]{1,8}$/u).map((text) => aWord(text));
    fc.assert(
      fc.property(word, word, (a, b) => {
        const [there, back] = [relateTokens(a, b), relateTokens(b, a)];
        expect(there?.relation).toBe(back?.relation);
        expect(there?.similarity ?? 0).toBeCloseTo(back?.similarity ?? 0, 12);
        expect(there?.similarity ?? 0).toBeLessThanOrEqual(1);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });
});

describe('the edit distance', () => {
  it('is what the plain recursion gives, up to the limit', () => {
    const text = fc.stringMatching(/^[abc]{0,7}$/u);
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 3 }), (a, b, limit) => {
        const [first, second] = [aWord(a).codes, aWord(b).codes];
        expect(editDistance(first, second, limit)).toBe(Math.min(plainDistance(a, b), limit + 1));
      }),
      { seed: 2, numRuns: 2_000 },
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
  const text = fc.stringMatching(/^[aeihkmst]{1,7}$/u);

  it('enumerates exactly the words that are related', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(text, { minLength: 20, maxLength: 60 }),
        text,
        fc.boolean(),
        (listed, asked, vowelless) => {
          const singles = listed.map((word) => aWord(word));
          const joined = listed.slice(0, 20).map((word) => toJoinedForm({ text: `${word}mst`, vowelless: false }));
          const finder = new NeighborFinder([...singles, ...joined], singles.length);
          const form = aWord(asked, vowelless);
          const related = [
            ...singles.map((other) =>
              form.isInitial && form.text !== other.text ? undefined : relateTokens(form, other),
            ),
            ...joined.map((other) => relateMerged(form, other)),
          ];
          const found = finder.find(form, false).ids;
          expect([...found].sort((a, b) => a - b)).toEqual([...related.keys()].filter((id) => related[id]));

          const together = finder.find(form, true).ids;
          const merged = singles.map((other) => relateMerged(form, other));
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

import fc from 'fast-check';
import { normalizeName, readName } from './normalize-name';

function words(name: string): string {
  return normalizeName(name)
    .map(({ text }) => text)
    .join(' ');
}

describe('a name in the form it is compared in', () => {
  it.each([
    ["O'BRANNAGH, Saoirlaith", 'obrannagh saoirlaith'],
    ['Müller-Straße  Łódź', 'muller strasse lodz'],
    ['A.I.C. & Sons', 'aic and sons'],
    ['SAND FALCON II', 'sand falcon 2'],
    ['1st Sand 007', '1 sand 7'],
    ['Оксимир Древанюк', 'oksimir drevanyuk'],
    ['Сергей', 'sergey'],
    ['Ελένη', 'eleni'],
    ['Sa\u0301ndor', 'sandor'],
    ['नरेंद्र मोदी', 'nremdr modi'],
    ['김철수', 'gim cheol su'],
    ['王小明', 'wang xiao ming'],
    ['יוסף', 'ywsp'],
    ['Γιώργος Μπαλντούκης', 'giorgos balntoukis'],
    ['Ευάγγελος Αϋφαντής', 'evangelos ayfantis'],
    ['ジョン・スミス', 'jon sumisu'],
    ['しょうた ﾀﾅｶ', 'shouta tanaka'],
    ['さっか マッチ ティファ', 'sakka matchi tifa'],
    ['عبدالرحمن', 'abd al rhmn'],
    ['نورالدین', 'nwr al dyn'],
    ['محمد\u200cجواد', 'mhmd jwad'],
    ['Ｆｕｌｌ Ⅱ', 'full 2'],
    ['constructor __proto__', 'constructor proto'],
    ['\ud800 \u0000 ... --', ''],
    ['', ''],
  ])('makes "%s" into "%s"', (name, expected) => {
    expect(words(name)).toBe(expected);
  });

  it('remembers which words were written without vowels and sets the Arabic article apart', () => {
    expect(normalizeName('يوسف الزرقومي')).toEqual([
      { text: 'ywsf', vowelless: true },
      { text: 'al', vowelless: true },
      { text: 'zrqwmy', vowelless: true },
    ]);
  });

  it('remembers which words were one character, and of which script', () => {
    expect(normalizeName('王 김')).toEqual([
      { text: 'wang', vowelless: false, syllable: 'han' },
      { text: 'gim', vowelless: false, syllable: 'hangul' },
    ]);
  });

  it('shows which of its words cannot be read', () => {
    expect(readName('Ilmar ʔʕ Varnostra \ue000')).toEqual({
      words: [
        { text: 'ilmar', vowelless: false },
        { text: 'varnostra', vowelless: false },
      ],
      unreadableWords: ['ʔʕ', '\ue000'],
    });
    expect(readName('Ilmar — Varnostra…').unreadableWords).toEqual([]);
  });

  it('is the same whether plain text is read letter by letter or like any other', () => {
    const sign = fc.constantFrom(...Array.from("abz019 .,'`&-/_()\t\n@"));
    fc.assert(
      fc.property(fc.string({ unit: sign, maxLength: 30 }), (text) => {
        expect(words(`${text} é`)).toBe(`${words(text)} e`.trim());
      }),
    );
  });

  it('is the same for any case, with any marks around the words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,12}$/u), { minLength: 1, maxLength: 5 }), (parts) => {
        expect(words(` «${parts.join(', ').toUpperCase()}» !`)).toBe(words(parts.join(' ')));
      }),
    );
  });

  it('holds only letters a to z and digits, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(words(text)).toMatch(/^[a-z0-9 ]*$/u);
      }),
    );
  });
});

import { join } from 'node:path';
import { parseOfacDelimited } from '../lists/ofac/ofac-delimited';
import { readOfacDirectory } from '../lists/ofac/read-ofac-directory';
import { type SanctionsEntry, type SanctionsEntryType } from '../lists/sanctions-entry';
import { type EngineHit } from './engine-hit';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject } from './screening-subject';

const { entries } = parseOfacDelimited(readOfacDirectory(join(__dirname, '../../sandbox-list')));
const engine = ScreeningEngine.build(entries);

function aSubject(name: string, more: Partial<ScreeningSubject> = {}): ScreeningSubject {
  return { name, alternativeNames: [], countries: [], identifications: [], addresses: [], ...more };
}

function screen(name: string, more: Partial<ScreeningSubject> = {}, threshold = 0.7): EngineHit[] {
  return engine.screen(aSubject(name, more), { threshold, limit: 10 }).hits.slice();
}

/** A list of one strong name a person, for cases the sandbox list does not have. */
function engineFor(type: SanctionsEntryType, ...names: string[]): ScreeningEngine {
  return ScreeningEngine.build(
    names.map((name, index): SanctionsEntry => ({
      list: 'made-up',
      entryId: String(index + 1),
      type,
      names: [{ name, kind: 'primary', strength: 'strong' }],
      programs: [],
      birthDates: [],
      birthPlaces: [],
      countries: [],
      addresses: [],
      identifications: [],
      cryptoAddresses: [],
      linkedTo: [],
    })),
  );
}

function nameScore(type: SanctionsEntryType, listed: string, asked: string): number {
  return engineFor(type, listed).screen(aSubject(asked, { type }), { threshold: 0.01, limit: 1 }).hits[0]?.score ?? 0;
}

describe('a threshold for a list of its own', () => {
  const [first] = entries;
  if (first === undefined) throw new Error('The sandbox list is empty.');
  const two = ScreeningEngine.build([first, { ...first, list: 'another-list' }]);
  const misspelt = first.names[0]!.name.replace(/a/i, 'e');
  const listsOf = (threshold: number, listThresholds?: Record<string, number>, limit = 10) => {
    const { hits, truncated } = two.screen(aSubject(misspelt), {
      threshold,
      limit,
      ...(listThresholds && { listThresholds }),
    });
    return { lists: hits.map(({ list }) => list), truncated };
  };

  it('counts in place of the one of all lists, in both directions', () => {
    expect(listsOf(0.7).lists).toEqual(['another-list', first.list]);
    expect(listsOf(0.7, { 'another-list': 1 }).lists).toEqual([first.list]);
    expect(listsOf(1, { 'another-list': 0.7 }).lists).toEqual(['another-list']);
  });

  it('decides before hits are cut at the limit', () => {
    expect(listsOf(0.7, { 'another-list': 1 }, 1)).toEqual({ lists: [first.list], truncated: false });
  });
});

describe('a name score', () => {
  it('is 1 for every strong listed name of the list, with its own entry first or tied', () => {
    for (const entry of entries) {
      for (const { name } of entry.names.filter(({ strength }) => strength === 'strong')) {
        const own = screen(name, { type: entry.type }).find(({ entryId }) => entryId === entry.entryId);
        expect([name, own?.parts.name]).toEqual([name, 1]);
      }
    }
  });

  it.each<[string, SanctionsEntryType, string, string]>([
    ['the order of the words', 'person', 'VARNOSTRA, Ilmar Quenby', 'Ilmar Quenby Varnostra'],
    ['case and punctuation', 'business', 'A.I.C. SAND & SONS', 'aic sand and sons'],
    ['diacritics', 'person', 'GONZALEZ MUNOZ, Sandor', 'González Muñoz, Sándor'],
    ['being more than initials', 'business', 'K M', 'M. K.'],
    ['being more than forms and articles', 'business', 'THE COMPANY', 'Company, The'],
    ['how a number is written', 'vessel', 'SAND FALCON 2', 'Sand Falcon II'],
  ])('does not depend on %s', (_, type, listed, asked) => {
    expect(nameScore(type, listed, asked)).toBe(1);
  });

  it.each<[string, SanctionsEntryType, string, string, number, number]>([
    ['another first letter (Y, J)', 'person', 'QALMUTHI, Yusuf', 'Jusuf Qalmuthi', 0.85, 1],
    ['a first letter left out', 'person', 'QALMUTHI, Hussein', 'Ussein Qalmuthi', 0.85, 1],
    ['one mistake in each word', 'person', 'VARNOSTRA, Ilmarin', 'Varnsotra Ilmerin', 0.85, 1],
    ['two words written together', 'person', 'BIN TALHOUB, Abd al-Rahmoun', 'Abdalrahmoun bin Talhoub', 0.85, 1],
    ['initials written together', 'business', 'K M A SANDWORKS', 'KMA Sandworks', 0.85, 1],
    ['a middle name left out', 'person', 'VARNOSTRA, Ilmar Quenby', 'Ilmar Varnostra', 0.85, 1],
    ['an organization form left out', 'business', 'SANDGLASS COIN EXCHANGE LLC', 'Sandglass Coin Exchange', 0.9, 1],
    ['an organization form spelled out', 'business', 'SANDWORKS LIMITED LIABILITY COMPANY', 'Sandworks LLC', 0.85, 1],
    ['an organization form of another language', 'business', 'SANDWORKS OOO', 'Sandworks GmbH', 0.9, 0.99],
    ['a generic word added', 'business', 'TALIBERO', 'Talibero Organization', 0.7, 1],
    ['an honorific added', 'person', 'VARNOSTRA, Ilmar', 'Dr. Ilmar Varnostra', 0.9, 1],
    ['the article left out of a name of generic words', 'business', 'THE COMPANY GROUP', 'Company Group', 0.85, 0.99],
    ['another number', 'vessel', 'HAO SAND 2', 'HAO SAND 6', 0, 0.5],
    ['a number left out', 'vessel', 'HAO SAND 2', 'HAO SAND', 0.7, 0.85],
    ['another number of a company', 'business', 'SANDBANK FUND 5', 'Sandbank Fund 8', 0, 0.7],
    ['only a common form in common', 'business', 'SANDELL CORP', 'Belletech Corp', 0, 0.01],
    ['only initials in common', 'person', 'VARNOSTRA, I. Q.', 'Irma Quenby', 0, 0.01],
    ['only a first name in common', 'business', 'EMMA LLC', 'Emma Daniels', 0, 0.7],
    ['another family name', 'person', 'SANDOVER, John', 'John Smith', 0, 0.7],
  ])('with %s', (_, type, listed, asked, from, to) => {
    const score = nameScore(type, listed, asked);
    expect(score).toBeGreaterThanOrEqual(from);
    expect(score).toBeLessThanOrEqual(to);
  });

  // What is listed in Latin letters is found by the name in its own script, and the other way round.
  it.each([
    ['Greek', 'CHATZIMPALOS, Evstathia', 'Ευσταθία Χατζημπάλος', 0.85],
    ['Japanese', 'SHOJI, Tomosuke', 'ショウジ トモスケ', 0.8],
    ['Chinese', 'TAN, Qiuxue', '谭秋雪', 0.95],
    ['Chinese, by Wade and Giles', 'HSIUNG, Chih-chung', '熊志中', 0.8],
    ['Chinese, by Wade and Giles, in one word', 'HSIUNG, Chihchung', '熊志中', 0.85],
    ['Korean', 'KWON, Hyun Seok', '권현석', 0.8],
    ['Korean, in one word', 'PARK, Hyunseok', '박현석', 0.85],
    ['Arabic, dh for d', 'ZARQADHI, Yusuf', 'يوسف زرقاضي', 0.8],
    ['Arabic, z for dh', 'ZAKIR, Yusuf', 'يوسف ذاكر', 0.8],
    ['Arabic, g for j', 'GARJOUB, Yusuf', 'يوسف جرجوب', 0.8],
    ['Arabic, a servant of, in two words', 'ABDUL ZARQUM, Yusuf', 'يوسف عبد الزرقوم', 0.75],
    ['Arabic, a servant of, in one word', 'ABDURRASHQUM, Yusuf', 'يوسف عبدالرشقوم', 0.8],
    ['Persian, v', 'VARSHAVI, Zhaleh', 'ژاله ورشوی', 0.75],
    ['Persian, a compound', 'QALIZADEH, Mehrnush', 'مهرنوش قلی\u200cزاده', 0.8],
    ['Hebrew, ch', 'BARCHALI, Zevulon', 'זבולון ברחלי', 0.8],
    ['Hebrew, z', 'MAZKOVAR, Zevulon', 'זבולון מצקובר', 0.8],
  ])('knows a name in another script: %s', (_, latin, native, lowest) => {
    expect(nameScore('person', latin, native)).toBeGreaterThanOrEqual(lowest);
    expect(nameScore('person', native, latin)).toBeGreaterThanOrEqual(lowest);
  });

  it('weighs a rare word more than a common one', () => {
    const crowd = Array.from(
      { length: 200 },
      (_, index) => `SANDOR, Given${String.fromCharCode(97 + (index % 26))}x${index}`,
    );
    const list = engineFor('person', ...crowd, 'SANDOR, Quillavedra', 'OTTERSON, Quillavedra');
    const scoreOf = (name: string): number =>
      list.screen(aSubject(name), { threshold: 0.3, limit: 1 }).hits[0]?.score ?? 0;
    expect(scoreOf('Zebulon Quillavedra')).toBeGreaterThan(scoreOf('Sandor Zebulon'));
  });

  it.each([
    ['Оксимир Древанюк', '900003'],
    ['يوسف الزرقومي', '900002'],
    ['Τεοδοσια Κουιλαβεδρα Μοντορρο', '900004'],
  ])('finds %s, written in another alphabet', (name, entryId) => {
    expect(screen(name, {}, 0.8)[0]?.entryId).toBe(entryId);
  });

  it('compares the alternative names of the subject as well', () => {
    const [hit] = screen('Nobody Inparticular', { alternativeNames: ['Wendelin Smoltkraft'] });
    expect(hit).toMatchObject({ entryId: '900007', subjectName: 'Wendelin Smoltkraft', score: 1 });
  });
});

describe('a weak alias', () => {
  it('alone stays under every band, so that it raises no alert', () => {
    expect(screen('Quill')).toEqual([]);
    expect(screen('Quill', { countries: ['GE'] })).toEqual([]);
    expect(screen('Quill', {}, 0.6)).toEqual([
      expect.objectContaining({
        entryId: '900001',
        score: 0.65,
        band: 'none',
        nameStrength: 'weak',
        matchedName: 'QUILL',
        tokens: [expect.objectContaining({ subject: 'quill', listed: 'quill', relation: 'exact' })],
      }),
    ]);
  });

  it('is a possible match, and no more, when a birth date agrees', () => {
    const confirmed = screen('Quill', { birthDate: '1961-03-14', countries: ['GE'] });
    expect(confirmed).toMatchObject([{ entryId: '900001', score: 0.8, band: 'possible' }]);
    expect(screen('Quill', { birthDate: '1991-03-14' })).toEqual([]);
  });

  it('is not found by a name that is only alike', () => {
    const birthDate = '1961-03-14';
    expect(screen('Quil', { birthDate }, 0.1).filter(({ nameStrength }) => nameStrength === 'weak')).toEqual([]);
    expect(screen('Quill Sanderson', { birthDate })).toEqual([]);
  });
});

describe('a former name', () => {
  const renamed = (...names: SanctionsEntry['names']): ScreeningEngine =>
    ScreeningEngine.build(entries.slice(0, 1).map((entry) => ({ ...entry, type: 'business', names })));
  const now = { name: 'QUENDORA MARITIME LLC', kind: 'primary', strength: 'strong' } as const;
  const before = { name: 'ZARVENTA SHIPPING LLC', kind: 'fka', strength: 'strong' } as const;
  const ask = (engine: ScreeningEngine, name: string): EngineHit | undefined =>
    engine.screen(aSubject(name, { type: 'business' }), { threshold: 0.5, limit: 1 }).hits[0];

  it('that is equal scores 1, and the hit says what the entry was and what it is called now', () => {
    const hit = ask(renamed(now, before), 'Zarventa Shipping LLC');
    expect(hit).toMatchObject({ score: 1, matchedName: before.name, nameKind: 'fka', nameStrength: 'strong' });
    expect(hit?.explanation).toMatch(
      /^"Zarventa Shipping LLC" is equal to a former name of the listed "QUENDORA MARITIME LLC", formerly known as "ZARVENTA SHIPPING LLC", with score 1\.00 /u,
    );
  });

  it('that is alike scores what a current one would, and is called a former one all the same', () => {
    const hit = ask(renamed(now, before), 'Zarvenda Shiping');
    expect(hit?.score).toBe(ask(renamed(now, { ...before, kind: 'aka' }), 'Zarvenda Shiping')?.score);
    expect(hit?.explanation).toContain('resembles a former name of the listed "QUENDORA MARITIME LLC"');
  });

  it('gives way to a current one that is as much alike, in whatever order the list has them', () => {
    const alias = { name: 'Shipping Zarventa, LLC', kind: 'aka', strength: 'strong' } as const;
    expect(ask(renamed(now, before, alias), 'Zarventa Shipping LLC')?.nameKind).toBe('aka');
    expect(ask(renamed(now, alias, before), 'Zarventa Shipping LLC')?.nameKind).toBe('aka');
    expect(ask(renamed(now, before, alias), 'Quendora Maritime')?.nameKind).toBe('primary');
  });

  it('that is weak is a weak one, as any alias', () => {
    const hit = ask(renamed(now, { ...before, strength: 'weak' }), 'Zarventa Shipping LLC');
    expect(hit).toMatchObject({ nameKind: 'fka', nameStrength: 'weak', band: 'none' });
    expect(hit?.explanation).toContain('a weak former name of the listed "QUENDORA MARITIME LLC", formerly known as');
  });

  it('is told apart from the present name, which the list may give beside its own', () => {
    const hit = ask(renamed(now, { ...before, kind: 'nka' }), 'Zarventa Shipping LLC');
    expect(hit?.explanation).toContain('the present name of the listed "QUENDORA MARITIME LLC", now known as');
  });
});

describe('the birth date', () => {
  const scoreWith = (birthDate: string): number | undefined =>
    screen('Elmira Varnostra', { birthDate }, 0.3).find(({ entryId }) => entryId === '900001')?.score;

  it('moves the score of a name that is alike up or down', () => {
    const alone = screen('Elmira Varnostra', {}, 0.3)[0]?.score ?? 0;
    expect(scoreWith('1961-03-14')).toBeCloseTo(alone + 0.08, 4);
    expect(scoreWith('1991-03-14')).toBeCloseTo(alone - 0.3, 4);
  });

  it('that agrees lifts a name over a threshold it does not reach alone', () => {
    expect(screen('Elmira Varnostra', {}, 0.95)).toEqual([]);
    expect(screen('Elmira Varnostra', { birthDate: '1961-03-14' }, 0.95)[0]).toMatchObject({ entryId: '900001' });
  });

  it('lifts no name that is hardly alike', () => {
    const alone = screen('Zebulon Varnostra', {}, 0.3).map(({ score }) => score);
    const confirmed = screen('Zebulon Varnostra', { birthDate: '1961-03-14', countries: ['GE'] }, 0.3);
    expect(confirmed.map(({ score }) => score)).toEqual(alone);
    expect(confirmed[0]?.parts.birthDate?.outcome).toBe('agrees');
  });

  it('that contradicts does not hide an equal name, it lowers its score', () => {
    expect(screen('Ilmar Quenby Varnostra', { birthDate: '1991-03-14' }, 0.85)).toEqual([
      expect.objectContaining({
        entryId: '900001',
        score: 0.7,
        parts: expect.objectContaining({
          name: 1,
          birthDate: expect.objectContaining({ outcome: 'contradicts', effect: -0.3 }),
        }),
      }),
    ]);
  });

  it('is shown as not compared when one side lacks it or it cannot be read', () => {
    for (const birthDate of [undefined, '1961-99-99', 'soon']) {
      const [hit] = screen('Ilmar Quenby Varnostra', birthDate === undefined ? {} : { birthDate });
      expect(hit?.score).toBe(1);
      expect(hit?.parts.birthDate).toMatchObject({ outcome: 'not-compared', effect: 0 });
      expect(hit?.explanation).toContain('birth date not compared');
    }
  });

  it('lets a confirmed person come first among equal names', () => {
    const [first, second] = entries.filter(({ entryId }) => entryId === '900001' || entryId === '900007');
    const twins = ScreeningEngine.build([
      { ...second!, names: first!.names, birthDates: [], countries: [] },
      { ...first!, entryId: '900099' },
    ]);
    const hits = twins.screen(aSubject('Ilmar Quenby Varnostra', { birthDate: '1961-03-14' }), {
      threshold: 0.7,
      limit: 5,
    }).hits;
    expect(hits.map(({ entryId }) => entryId)).toEqual(['900099', '900007']);
  });
});

describe('the other evidence', () => {
  it('finds an entry by a document of the same type and country, whatever the name', () => {
    const passport = { type: 'passport', number: 'sbx 123-4567', country: 'GE' };
    const [hit] = screen('Someone Else', { identifications: [passport] }, 0.9);
    expect(hit).toMatchObject({ entryId: '900001', score: 0.9, parts: { identification: { outcome: 'agrees' } } });
    expect(hit?.explanation).toContain('identification agrees');
  });

  it('does not take the number of another document, or of another country, for the same', () => {
    expect(screen('Someone Else', { identifications: [{ type: 'tax-id', number: 'SBX1234567' }] })).toEqual([]);
    expect(
      screen('Someone Else', { identifications: [{ type: 'passport', number: 'SBX1234567', country: 'FR' }] }),
    ).toEqual([]);
  });

  it('counts a shared country a little and none shared against', () => {
    const countryEffect = (code: string): number | undefined =>
      screen('Ilmar Quenby Varnostra', { countries: [code] })[0]?.parts.country?.effect;
    expect(countryEffect('GE')).toBe(0.02);
    expect(countryEffect('AR')).toBe(-0.08);
  });

  it('shows another type and lowers the score, and drops a person that has the name of a ship', () => {
    expect(screen('Morning Tamarisk', { type: 'business' }, 0.9)[0]).toMatchObject({
      entryType: 'vessel',
      score: 0.95,
      parts: { type: { outcome: 'close', subject: 'business', listed: 'vessel' } },
    });
    expect(screen('Morning Tamarisk', { type: 'person' }, 0.85)).toEqual([]);
    expect(screen('Morning Tamarisk', {}, 0.85)).toHaveLength(1);
  });
});

describe('an identification', () => {
  const screenBy = (more: Partial<ScreeningSubject>): EngineHit[] => screen('Someone Else', more, 0.5);
  const passport = { type: 'passport', number: 'SBX1234567', country: 'GE' };

  it('that is the same in number only counts a little with a name that agrees, and finds nobody alone', () => {
    const [hit] = screen('Ilmar Varnostra', { identifications: [{ ...passport, country: 'FR' }] });
    expect(hit?.parts.identification).toMatchObject({ outcome: 'close', effect: 0.04 });
    expect(hit?.explanation).toContain('identification has the same number only');
    expect(screenBy({ identifications: [{ ...passport, country: 'FR' }] })).toEqual([]);
  });

  it('of another name and another type of subject is doubtful and never proof', () => {
    expect(screenBy({ type: 'person', identifications: [passport] })[0]?.score).toBe(0.9);
    expect(screenBy({ type: 'vessel', identifications: [passport] })[0]?.score).toBe(0.6);
  });

  it.each([
    ['an IMO number', { imo: 'IMO 9074729' }],
    ['a call sign', { callSign: 'SBX-7' }],
  ])('of a vessel may be %s', (_, mark) => {
    const vessel = entries.find(({ type }) => type === 'vessel');
    const list = ScreeningEngine.build([
      {
        ...vessel!,
        identifications: [
          { type: 'imo', label: 'Vessel Registration Identification IMO', number: '9074729' },
          { type: 'call-sign', label: 'Call Sign', number: 'SBX7' },
        ],
      },
    ]);
    const { hits } = list.screen(aSubject('Unrelated', { type: 'vessel', ...mark }), { threshold: 0.8, limit: 5 });
    expect(hits).toMatchObject([{ score: 0.9, parts: { identification: { outcome: 'agrees' } } }]);
  });
});

describe('a wallet', () => {
  const address = '0xAbCdef0123456789abcdef0123456789ABCDEF01';
  const list = ScreeningEngine.build([{ ...entries[0]!, cryptoAddresses: [{ currency: 'ETH', address }] }]);
  const screenWallet = (own: string): readonly EngineHit[] =>
    list.screen(aSubject('Someone Else', { cryptoAddresses: [{ address: own }] }), { threshold: 0.8, limit: 5 }).hits;

  it('finds its entry whatever the name', () => {
    expect(screenWallet(address.toLowerCase())).toMatchObject([
      { score: 0.9, parts: { cryptoAddress: { outcome: 'agrees' } } },
    ]);
  });

  it('that is another one says nothing', () => {
    expect(screenWallet(address.replace('1', '2'))).toEqual([]);
  });
});

describe('an address', () => {
  it('that is the same lifts a name that is alike, and another one takes nothing away', () => {
    const list = ScreeningEngine.build([
      {
        ...entries[0]!,
        addresses: [{ street: '12 Sand Street', locality: 'Sandville', country: 'Georgia', countryCode: 'GE' }],
      },
    ]);
    const effectOf = (street: string, locality: string): number | undefined =>
      list.screen(aSubject('Ilmar Varnostra', { addresses: [{ street, locality, country: 'GE' }] }), {
        threshold: 0.5,
        limit: 1,
      }).hits[0]?.parts.address?.effect;
    expect(effectOf('12, Sand Street', 'Sandville 0100')).toBe(0.05);
    expect(effectOf('14 Sand Street', 'Sandville')).toBe(0.02);
    expect(effectOf('12 Sand Street', 'Otherville')).toBe(0);
  });
});

describe('a word that cannot be read', () => {
  const subject = aSubject('Ilmar Quenby ʔʕ Varnostra');

  it('is shown, and keeps an otherwise equal name from being exact', () => {
    const { hits, unreadableWords } = engine.screen(subject, { threshold: 0.7, limit: 5 });
    expect(unreadableWords).toEqual(['ʔʕ']);
    expect(hits[0]?.score).toBeLessThan(1);
    expect(hits[0]?.score).toBeGreaterThan(0.9);
    expect(hits[0]?.tokens).toContainEqual(expect.objectContaining({ subject: 'ʔʕ', relation: 'unreadable' }));
    expect(hits[0]?.explanation).toContain('"ʔʕ" is in letters that cannot be read');
  });

  it('keeps a listed name from being found as exact', () => {
    expect(nameScore('person', 'Ilmar ʔʕ Varnostra', 'Ilmar Varnostra')).toBe(0.99);
  });
});

describe('a word in the place of another', () => {
  it('speaks more against a name than one left out or added', () => {
    const score = (asked: string): number => nameScore('person', 'Ilmar Quenby Sando Varnostra', asked);
    expect(score('Ilmar Quenby Sando Trelkovian')).toBeLessThan(0.7);
    expect(score('Ilmar Quenby Sando')).toBeGreaterThan(0.9);
    expect(score('Ilmar Quenby Sando Varnostra Trelkovian')).toBeGreaterThan(0.8);
  });
});

describe('a hit', () => {
  it.each([
    ['strong', 'Ilmar Quenby Varnostra'],
    ['possible', 'Youssef Zarqoumi'],
    ['weak', 'Ilmar Quenby Varnostra Zebulon'],
  ])('is in the band %s for %s', (band, name) => {
    expect(screen(name)[0]?.band).toBe(band);
  });

  it('shows what was compared, word by word, and says it in one sentence', () => {
    const [hit] = screen('Youssef Zarqoumi');
    expect(hit).toMatchObject({
      list: 'us-ofac-sdn',
      entryId: '900002',
      entryType: 'person',
      matchedName: 'AL-ZARKUMI, Youssef',
      nameKind: 'aka',
      nameStrength: 'strong',
      programs: ['SANDBOX-1', 'SANDBOX-2'],
    });
    expect(hit?.tokens.map(({ subject, listed, relation }) => [subject, listed, relation])).toEqual([
      ['youssef', 'youssef', 'exact'],
      ['zarqoumi', 'zarkumi', 'typo'],
      ['', 'al', 'missing'],
    ]);
    expect(hit?.explanation).toBe(
      '"Youssef Zarqoumi" resembles the listed alias "AL-ZARKUMI, Youssef" with score 0.89 (possible, name 0.89); ' +
        '"zarqoumi" is spelled almost like "zarkumi", "al" is only in the listed name; ' +
        'birth date not compared; country not compared; type not compared.',
    );
  });

  it('list is ordered by score and cut at the limit', () => {
    const all = screen('Blue Heron Trading', {}, 0.5);
    expect(all.map(({ entryId }) => entryId)).toEqual(['900015', '900016']);
    expect(engine.screen(aSubject('Blue Heron Trading'), { threshold: 0.5, limit: 1 })).toMatchObject({
      hits: all.slice(0, 1),
      truncated: true,
    });
  });
});

describe('hostile input', () => {
  const hostile: [string, string][] = [
    ['nothing', ''],
    ['only punctuation', '... --- ,,, !!'],
    ['10,000 letters in one word', 'a'.repeat(10_000)],
    ['10,000 characters in many words', 'ali sand '.repeat(1_111)],
    ['a name from the language itself', 'constructor __proto__ toString hasOwnProperty'],
    ['lone surrogates', '\ud800 \udfff\ud83d'],
    ['null bytes', 'Ilmar\u0000Quenby\u0000Varnostra'],
    ['letters under a heap of marks', `S${'\u0301'.repeat(5_000)}and`],
    ['every script at once', 'Ж ω ש ش 漢 か ア 한 ก ა'],
  ];

  it.each(hostile)('of %s gives an answer quickly', (_, name) => {
    const startedAt = performance.now();
    const subject = aSubject(name, { alternativeNames: [name], countries: [name], birthDate: name });
    expect(() => engine.screen(subject, { threshold: 0.7, limit: 10 })).not.toThrow();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('without a letter or a digit matches nothing', () => {
    expect(screen('')).toEqual([]);
    expect(screen('... ---')).toEqual([]);
  });

  it('finds the entry that is called like a part of the language', () => {
    expect(screen('constructor prototype limited')[0]).toMatchObject({ entryId: '900023', score: 1 });
  });
});

describe('an engine', () => {
  it('says its version and a hash of its options', () => {
    expect(engine.version).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(engine.configurationHash).toMatch(/^[0-9a-f]{64}$/u);
    expect(ScreeningEngine.build([]).configurationHash).toBe(engine.configurationHash);
    expect(ScreeningEngine.build([], { missingWordFactor: 0.3 }).configurationHash).not.toBe(engine.configurationHash);
  });

  it('screens several lists at once and says of which one a hit is', () => {
    const [entry] = entries.filter(({ entryId }) => entryId === '900001');
    const both = ScreeningEngine.build([...entries, { ...entry!, list: 'another-list' }]);
    const { hits } = both.screen(aSubject('Ilmar Quenby Varnostra'), { threshold: 0.9, limit: 5 });
    expect(hits.map(({ list, entryId }) => [list, entryId])).toEqual([
      ['another-list', '900001'],
      ['us-ofac-sdn', '900001'],
    ]);
  });

  it('answers with the same bytes each time, its version and configuration among them', () => {
    const request = { threshold: 0.5, limit: 20 };
    const ask = (): string => JSON.stringify(ScreeningEngine.build(entries).screen(aSubject('Sand Falcon'), request));
    expect(ask()).toBe(ask());
    expect(JSON.parse(ask())).toMatchObject({
      engineVersion: engine.version,
      configurationHash: engine.configurationHash,
      truncated: false,
      unreadableWords: [],
    });
  });

  it('gives the same answer whatever was asked before and in whatever order the list came', () => {
    const reversed = ScreeningEngine.build([...entries].reverse());
    for (const name of ['Sand Falcon', 'Yousef Zarqumi', 'Lantern Organization', 'Tamarisk']) {
      const request = { threshold: 0.5, limit: 20 };
      expect(reversed.screen(aSubject(name), request)).toEqual(engine.screen(aSubject(name), request));
    }
  });

  it('loses no hit to a higher threshold that the lower one scored above it', () => {
    for (const { names } of entries) {
      const subject = aSubject(names[0]?.name.slice(1) ?? '', { birthDate: '1961', countries: ['GE'] });
      const low = engine.screen(subject, { threshold: 0.6, limit: 100 }).hits;
      const high = engine.screen(subject, { threshold: 0.82, limit: 100 }).hits;
      expect(high).toEqual(low.filter((hit) => hit.score >= 0.82 || hit.parts.name === 1));
    }
  });
});

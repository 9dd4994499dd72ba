import { formatPartialDate, parseIsoDate, parseListedDate, type PartialDate } from './partial-date';

describe('a listed date', () => {
  it.each<[string, PartialDate]>([
    ['10 Dec 1948', { precision: 'day', year: 1948, month: 12, day: 10 }],
    ['Dec 1948', { precision: 'month', year: 1948, month: 12 }],
    ['1948', { precision: 'year', year: 1948 }],
    ['1945 to 1948', { precision: 'range', from: { year: 1945 }, to: { year: 1948 } }],
    ['Jan 1945 to Mar 1946', { precision: 'range', from: { year: 1945, month: 1 }, to: { year: 1946, month: 3 } }],
    [
      '01 Jan 1957 to 31 Dec 1959',
      { precision: 'range', from: { year: 1957, month: 1, day: 1 }, to: { year: 1959, month: 12, day: 31 } },
    ],
    ['circa 1948', { precision: 'circa', from: { year: 1948 }, to: { year: 1948 } }],
    ['circa 1945-1948', { precision: 'circa', from: { year: 1945 }, to: { year: 1948 } }],
    [
      'circa 02 Feb 1950',
      { precision: 'circa', from: { year: 1950, month: 2, day: 2 }, to: { year: 1950, month: 2, day: 2 } },
    ],
  ])('reads "%s"', (text, expected) => {
    expect(parseListedDate(text)).toEqual(expected);
  });

  it.each(['', 'unknown', '31 Feb 1950', '10 Dez 1948', '48', '1948 to', 'circa'])(
    'does not guess what "%s" means',
    (text) => {
      expect(parseListedDate(text)).toBeUndefined();
    },
  );

  it('is shown as precisely as it is known', () => {
    const shown = ['29 Feb 1984', 'Jul 1970', '1965 to 1968', 'circa 1959'].map(parseListedDate);
    expect(shown.map((date) => date && formatPartialDate(date))).toEqual([
      '1984-02-29',
      '1970-07',
      '1965 to 1968',
      'about 1959',
    ]);
  });
});

describe('an ISO date', () => {
  it('may lack its day or its month', () => {
    expect(['1984-02-29', '1984-02', '1984'].map(parseIsoDate)).toEqual([
      { year: 1984, month: 2, day: 29 },
      { year: 1984, month: 2 },
      { year: 1984 },
    ]);
  });

  it.each(['1983-02-29', '1984-13', '84', '1984/02/29', 'yesterday', ''])('is not "%s"', (text) => {
    expect(parseIsoDate(text)).toBeUndefined();
  });
});

import { birthDateFault } from './subject-birth-date';

describe('a birth date of a subject', () => {
  const thisYear = new Date().getFullYear();

  it.each([
    ['a day', '1970-04-21'],
    ['a leap day', '1972-02-29'],
    ['a month', '1970-04'],
    ['a year', '1970'],
    ['this year', String(thisYear)],
    ['the earliest year', '1850'],
    ['a range of years', '1968/1972'],
    ['a range of days', '1968-05-01/1968-05-31'],
    ['a range of unequal precision', '1968-05/1969'],
    ['a range that begins and ends within one year', '1968-05/1968'],
    ['the longest range', '1950/1970'],
    ['about a year', '1970~'],
  ])('may be %s', (_, text) => {
    expect(birthDateFault(text)).toBeUndefined();
  });

  it.each([
    ['no date', 'soon', 'must be written as'],
    ['nothing', '', 'must be written as'],
    ['a date of another notation', '21.04.1970', 'must be written as'],
    ['a date with a time', '1970-04-21T00:00:00Z', 'must be written as'],
    ['a date with spaces', ' 1970 ', 'must be written as'],
    ['a range of three', '1968/1970/1972', 'must be written as'],
    ['a range without an end', '1968/', 'must be written as'],
    ['about a day', '1970-04-21~', 'must be written as'],
    ['about a range', '1968/1972~', 'must be written as'],
    ['a day that never was', '1970-02-30', 'names a day that there is not'],
    ['a month that there is not', '1970-13', 'names a day that there is not'],
    ['a range that ends on no day', '1968/1970-02-30', 'names a day that there is not'],
    ['a range that ends before it begins', '1972/1968', 'write the earlier date first'],
    ['a range that ends the month before', '1968-05/1968-04', 'write the earlier date first'],
    ['nobody who lives', '1849', 'must be 1850 or later'],
    ['a range from long ago', '1849/1860', 'must be 1850 or later'],
    ['next year', String(thisYear + 1), 'must be in the past'],
    ['a range that ends next year', `${thisYear - 1}/${thisYear + 1}`, 'must be in the past'],
    ['a range over half a life', '1950/1971', 'narrow it, or leave it out'],
  ])('may not be %s', (_, text, fault) => {
    expect(birthDateFault(text)).toContain(fault);
  });
});

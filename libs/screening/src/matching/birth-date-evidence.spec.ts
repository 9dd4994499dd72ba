import { parseListedDate } from '../lists/partial-date';
import { compareBirthDate } from './birth-date-evidence';

function effect(subject: string, ...listed: string[]): number {
  return compareBirthDate(
    subject,
    listed.map(parseListedDate).filter((date) => date !== undefined),
  ).effect;
}

describe('the evidence of a birth date', () => {
  it.each([
    ['the same day', '1961-03-14', '14 Mar 1961', 0.08],
    ['day and month swapped', '1961-03-04', '03 Apr 1961', 0.05],
    ['another day of the same month', '1961-03-14', '24 Mar 1961', -0.03],
    ['the same day of another month', '1961-03-14', '14 Jul 1961', -0.03],
    ['another day of the same year', '1961-03-14', '25 Jul 1961', -0.1],
    ['the same day a year later', '1962-03-14', '14 Mar 1961', -0.02],
    ['two years apart', '1963-03-14', '14 Mar 1961', -0.12],
    ['a generation apart', '1991-03-14', '14 Mar 1961', -0.3],
    ['a day of the listed year', '1961-03-14', '1961', 0.05],
    ['a day of the listed month', '1961-03-14', 'Mar 1961', 0.05],
    ['a day of another month than the listed one', '1961-03-14', 'May 1961', -0.03],
    ['only the year, of a listed day', '1961', '14 Mar 1961', 0.05],
    ['the year after the listed one', '1962-03-14', '1961', -0.03],
    ['a day within a listed range', '1966-03-14', '1965 to 1968', 0.05],
    ['the last day of a listed range', '1959-12-31', '01 Jan 1957 to 31 Dec 1959', 0.05],
    ['a year long before a listed range', '1950', '1965 to 1968', -0.3],
    ['a year near an estimate', '1961', 'circa 1959', 0.03],
    ['a year far from an estimate', '1970', 'circa 1959', -0.3],
    ['a range around the listed day', '1960/1962', '14 Mar 1961', 0.05],
    ['a range that ends the year before the listed one', '1955-03/1960-12', '1961', -0.03],
    ['a range long before the listed day', '1940/1950', '14 Mar 1961', -0.3],
    ['a range of five years around the listed year', '1959/1963', '1961', 0.05],
    ['a longer range around the listed year', '1958/1963', '1961', 0.03],
    ['a range that overlaps with the listed one', '1960/1962', '1961 to 1968', 0.05],
    ['a range around an estimate', '1960/1962', 'circa 1959', 0.03],
    ['a range within one listed month', '1961-03-10/1961-03-20', 'Mar 1961', 0.05],
    ['a range that ends two years before the listed day', '1955/1959', '14 Mar 1961', -0.12],
    ['an estimate near the listed day', '1962~', '14 Mar 1961', 0.03],
    ['an estimate far from the listed year', '1975~', '1961', -0.3],
  ])('for %s', (_, subject, listed, expected) => {
    expect(effect(subject, listed)).toBe(expected);
  });

  it('is that of the listed date that fits best', () => {
    expect(effect('1961-03-14', '1940', '14 Mar 1961', '1990')).toBe(0.08);
  });

  it('shows both sides, also when they are not compared', () => {
    expect(compareBirthDate('soon', [{ precision: 'year', year: 1961 }])).toEqual({
      outcome: 'not-compared',
      effect: 0,
      subject: 'soon',
      listed: '1961',
    });
    expect(compareBirthDate('1961', [])).toEqual({ outcome: 'not-compared', effect: 0, subject: '1961' });
  });
});

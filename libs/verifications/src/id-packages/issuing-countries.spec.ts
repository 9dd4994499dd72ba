import { isISO31661Alpha2, isISO31661Alpha3 } from 'class-validator';

import { countryOfIssuer } from './issuing-countries';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const alpha3Codes = letters
  .flatMap((a) => letters.flatMap((b) => letters.map((c) => `${a}${b}${c}`)))
  .filter((code) => isISO31661Alpha3(code));

describe('the issuer of a document', () => {
  it('is known by every code of ISO 3166-1, each of another country', () => {
    const countries = alpha3Codes.map(countryOfIssuer);
    expect(alpha3Codes.filter((code) => countryOfIssuer(code) === null)).toEqual([]);
    expect(countries.every((country) => isISO31661Alpha2(country))).toBe(true);
    expect(new Set(countries).size).toBe(alpha3Codes.length);
  });

  it.each([
    ['CHN', 'CN'],
    ['IRN', 'IR'],
    ['IRQ', 'IQ'],
    ['PRK', 'KP'],
    ['KOR', 'KR'],
    ['AUT', 'AT'],
    ['AUS', 'AU'],
    ['CHE', 'CH'],
    ['D', 'DE'],
    ['GBO', 'GB'],
    ['usa ', 'US'],
    ['UTO', null],
    ['', null],
  ])('%s is %s', (code, country) => {
    expect(countryOfIssuer(code)).toBe(country);
  });
});

import { join } from 'node:path';
import { readListDirectory } from '../lists/read-list-directory';
import { type ListedCountry } from '../lists/sanctions-entry';
import { compareCountries } from './country-evidence';
import { ScreeningEngine } from './screening-engine';
import { type ScreeningSubject, type SubjectCountry } from './screening-subject';

type Own = ScreeningSubject['countries'];

const subjectOf = (countries: Own, addressCountry?: string): ScreeningSubject => ({
  name: 'Anybody',
  alternativeNames: [],
  countries,
  identifications: [],
  addresses: addressCountry === undefined ? [] : [{ country: addressCountry }],
});

const as = (role: SubjectCountry['role'], code: string): SubjectCountry => ({ role, code });

/** `nationality GE` and so on. */
const listed = (...texts: string[]): { countries: ListedCountry[] } => ({
  countries: texts.map((text) => {
    const [role = '', code = ''] = text.split(' ');
    return { role: role as ListedCountry['role'], name: code, ...(code !== '??' && { code }) };
  }),
});

describe('the evidence of countries', () => {
  it.each<[string, Own, string[], string, number]>([
    ['a nationality, of the listed nationality', [as('nationality', 'GE')], ['nationality GE'], 'agrees', 0.02],
    ['a nationality, of the listed citizenship', [as('nationality', 'GE')], ['citizenship GE'], 'agrees', 0.02],
    ['a nationality, of the country of birth', [as('nationality', 'GE')], ['birthplace GE'], 'agrees', 0.02],
    ['another nationality', [as('nationality', 'AR')], ['nationality GE'], 'contradicts', -0.08],
    ['a nationality, of an address elsewhere', [as('nationality', 'AR')], ['address GE'], 'not-compared', 0],
    ['a residence, of a listed address', [as('residence', 'GE')], ['address GE'], 'agrees', 0.02],
    ['a residence, of addresses elsewhere', [as('residence', 'AR')], ['address GE'], 'contradicts', -0.04],
    ['a residence, of another nationality', [as('residence', 'AR')], ['nationality GE'], 'not-compared', 0],
    ['a birth, of the listed one', [as('birth', 'GE')], ['birthplace GE', 'nationality RU'], 'agrees', 0.02],
    ['a birth, of the listed nationality', [as('birth', 'GE')], ['nationality GE'], 'agrees', 0.02],
    ['a birth, of another nationality', [as('birth', 'AR')], ['nationality GE'], 'not-compared', 0],
    ['a birth elsewhere', [as('birth', 'AR')], ['birthplace GE'], 'contradicts', -0.08],
    ['a birth, of an address', [as('birth', 'GE')], ['address GE'], 'not-compared', 0],
    ['a flag', [as('flag', 'PA')], ['address IR', 'flag IR', 'flag PA'], 'agrees', 0.02],
    ['another flag', [as('flag', 'LR')], ['flag PA'], 'contradicts', -0.08],
    ['a flag, of an address there', [as('flag', 'PA')], ['address PA'], 'not-compared', 0],
    ['the registration of an aircraft', [as('registration', 'CY')], ['flag CY'], 'agrees', 0.02],
    ['a registration, of an address there', [as('registration', 'CY')], ['address CY'], 'agrees', 0.02],
    ['a registration, of addresses elsewhere', [as('registration', 'CY')], ['address GE'], 'not-compared', 0],
    ['another registration', [as('registration', 'CY')], ['flag VE', 'address GE'], 'contradicts', -0.08],
    ['a country of no said role, of any', ['GE'], ['nationality RU', 'birthplace GE'], 'agrees', 0.02],
    ['a country of no said role, of none', ['AR'], ['flag RU'], 'contradicts', -0.08],
    ['a country of no said role, of the birth alone', ['AR'], ['birthplace RU'], 'not-compared', 0],
    [
      'one of two that agrees',
      [as('nationality', 'AR'), as('residence', 'GE')],
      ['address GE', 'nationality RU'],
      'agrees',
      0.02,
    ],
    ['a listed region, which is no country', [as('nationality', 'GE')], ['nationality ??'], 'not-compared', 0],
  ])('for %s', (_, own, list, outcome, effect) => {
    expect(compareCountries(subjectOf(own), listed(...list))).toMatchObject({ outcome, effect });
  });

  it('says as what each country agrees, on both sides', () => {
    const own = ['RU', as('nationality', 'ge'), as('birth', 'GE')];
    const list = listed('nationality GE', 'address GE', 'address RU', 'birthplace GE', 'address GE');
    expect(compareCountries(subjectOf(own, 'RU'), list)).toEqual({
      outcome: 'agrees',
      effect: 0.02,
      subject: 'RU (address), GE (nationality, birth)',
      listed: 'GE (nationality, address, birthplace), RU (address)',
      agreements: [
        { country: 'RU', subject: 'unsaid', listed: 'address' },
        { country: 'GE', subject: 'nationality', listed: 'nationality' },
        { country: 'GE', subject: 'nationality', listed: 'birthplace' },
        { country: 'GE', subject: 'nationality', listed: 'address' },
        { country: 'GE', subject: 'birth', listed: 'birthplace' },
        { country: 'GE', subject: 'birth', listed: 'nationality' },
        { country: 'RU', subject: 'address', listed: 'address' },
      ],
    });
  });

  it('shows codes alone where nobody said what they are, and no agreement where there is none', () => {
    expect(compareCountries(subjectOf(['AR'], 'FR'), listed('nationality GE', 'birthplace RU'))).toEqual({
      outcome: 'contradicts',
      effect: -0.08,
      subject: 'AR, FR',
      listed: 'GE',
    });
  });

  it('is in the sentence of a hit', () => {
    const { publications } = readListDirectory(join(__dirname, '../../sandbox-list'));
    const engine = ScreeningEngine.build(publications.flatMap(({ entries }) => entries));
    const explanationFor = (countries: Own): string | undefined =>
      engine.screen({ ...subjectOf(countries), name: 'Ilmar Quenby Varnostra' }, { threshold: 0.7, limit: 1 }).hits[0]
        ?.explanation;
    expect(explanationFor([as('nationality', 'GE')])).toContain(
      'country agrees (nationality GE is listed as nationality and birthplace and address)',
    );
    expect(explanationFor(['GE'])).toContain('country agrees (GE is listed as nationality and address and birthplace)');
    expect(explanationFor([as('nationality', 'AR')])).toContain(
      'country contradicts (AR (nationality) against GE (birthplace, nationality, address))',
    );
  });
});

import { engineSubjectOf } from './engine-subject';
import type { ScreenedSubject } from './screening-request';

const subject: ScreenedSubject = {
  name: 'Test',
  alternativeNames: [],
  countries: ['US'],
  identifications: [],
  addresses: [],
};

describe('a subject for the engine', () => {
  it('has each country in the role in which it was given', () => {
    const { countries, ...rest } = engineSubjectOf({
      ...subject,
      nationalities: ['RU', 'IL'],
      residenceCountries: ['AE'],
      birthCountry: 'KZ',
      flag: 'PA',
      registrationCountry: 'CY',
      imo: '9000019',
    });
    expect(countries).toEqual([
      'US',
      { role: 'nationality', code: 'RU' },
      { role: 'nationality', code: 'IL' },
      { role: 'residence', code: 'AE' },
      { role: 'birth', code: 'KZ' },
      { role: 'flag', code: 'PA' },
      { role: 'registration', code: 'CY' },
    ]);
    expect(rest).toEqual({ name: 'Test', alternativeNames: [], identifications: [], addresses: [], imo: '9000019' });
  });

  it('of a version that knew no roles is the same as then', () => {
    expect(engineSubjectOf(subject)).toEqual(subject);
  });
});

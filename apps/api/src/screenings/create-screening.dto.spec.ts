import { type CreateScreeningBody, screeningRequestOf } from './create-screening.dto';

const subjectOf = (body: Partial<CreateScreeningBody>) =>
  screeningRequestOf({ name: 'Test', ...body }, 'key_1').subject;

/** What the subject is sealed and known again by, so a dismissal holds only while it stays what it was. */
describe('the subject of a request', () => {
  it('that says what could be said before roles of countries is what it was then', () => {
    expect(JSON.stringify(subjectOf({}))).toBe(
      '{"name":"Test","alternativeNames":[],"countries":[],"identifications":[],"addresses":[]}',
    );
    const said = { type: 'vessel', birthDate: '1970-04', countries: ['GE', 'US'], imo: '9000019' } as const;
    expect(JSON.stringify(subjectOf({ ...said, countries: [...said.countries] }))).toBe(
      '{"name":"Test","alternativeNames":[],"countries":["GE","US"],"identifications":[],"addresses":[],"type":"vessel","birthDate":"1970-04","imo":"9000019"}',
    );
    expect(subjectOf({ birthYear: 1970 })).toEqual(subjectOf({ birthDate: '1970' }));
  });

  it('is the same for empty lists of countries as for none', () => {
    expect(JSON.stringify(subjectOf({ nationalities: [], residenceCountries: [] }))).toBe(
      JSON.stringify(subjectOf({})),
    );
  });

  it('has each country with what it is', () => {
    const countries = {
      nationalities: ['RU'],
      residenceCountries: ['AE'],
      birthCountry: 'KZ',
      flag: 'PA',
      registrationCountry: 'CY',
    };
    expect(subjectOf(countries)).toMatchObject(countries);
  });
});

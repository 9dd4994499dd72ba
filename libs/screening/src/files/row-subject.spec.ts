import { RowError } from './row-error';
import { subjectOf } from './row-subject';

describe('a row that says much', () => {
  const thirty = (name: string) => Array.from({ length: 30 }, (_, index) => `${name.repeat(20)} ${index}`);

  it.each([
    ['family names', { firstName: ['Wenna '.repeat(30)], lastName: thirty('Tolbrick ') }],
    ['names', { firstName: ['Wenna '.repeat(30)], name: thirty('Tolbrick ') }],
  ])('is refused for its many %s before each is put together with the first name', (_, fields) => {
    // Put together, each would be too long.
    expect(() => subjectOf(fields)).toThrow(new RowError('too-many-names', 'A row may have 20 alternative names.'));
  });

  it('may repeat a name as often as it likes', () => {
    const name = Array.from({ length: 30 }, () => 'Wenna Tolbrick');
    expect(subjectOf({ name, lastName: name })).toMatchObject({ name: 'Wenna Tolbrick', alternativeNames: [] });
  });

  it('has each of its countries once, however it is written', () => {
    const { countries } = subjectOf({ name: ['Wenna Tolbrick'], country: ['de;Germany;GERMANY'], flag: ['DE', 'de'] });
    expect(countries).toEqual(['DE', { role: 'flag', code: 'DE' }]);
  });
});

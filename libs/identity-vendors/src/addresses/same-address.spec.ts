import { isSameAddress } from './same-address';

const entered = {
  line1: '12 North Main Street',
  line2: 'Apartment 4',
  city: 'Saint Test',
  region: 'IL',
  postalCode: '62701',
  country: 'US',
};
const known = { line1: '12 N Main St Apt 4', city: 'St Test', region: 'IL', postalCode: '62701-0012', country: 'US' };

describe('whether a vendor means the same address', () => {
  it.each([
    ['as the US Postal Service abbreviates it', {}],
    ['in small letters and with full stops', { line1: '12 n. main st.', line2: 'apt. 4' }],
    ['with the unit on the first line', { line1: '12 N Main St, Apt 4', line2: undefined }],
    ['with the same last four digits', { postalCode: '62701-0012' }],
    ['with accents', { city: 'Sáint Test' }],
  ])('takes it for the same %s', (_, change) => {
    expect(isSameAddress({ ...entered, ...change }, known)).toBe(true);
  });

  it.each([
    ['another house number', { line1: '13 North Main Street' }],
    ['another street', { line1: '12 North Mane Street' }],
    ['another kind of street', { line1: '12 North Main Avenue' }],
    ['no direction', { line1: '12 Main Street' }],
    ['another unit', { line2: 'Apt 5' }],
    ['no unit', { line2: undefined }],
    ['a unit of another kind', { line2: 'Suite 4' }],
    ['another city', { city: 'Testville' }],
    ['another state', { region: 'IN' }],
    ['another ZIP code', { postalCode: '62702' }],
    ['other last four digits', { postalCode: '62701-0013' }],
    ['no ZIP code', { postalCode: undefined }],
  ])('takes it for another with %s', (_, change) => {
    expect(isSameAddress({ ...entered, ...change }, known)).toBe(false);
  });
});

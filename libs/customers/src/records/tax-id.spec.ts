import type { TaxId } from './customer-record';
import { comparableTaxId, maskedTaxId, taxIdFault } from './tax-id';

const us = (type: TaxId['type'], number: string): TaxId => ({ type, number, country: 'US' });
const foreign = (number: string, country = 'DE'): TaxId => ({ type: 'foreign', number, country });

describe('a tax number', () => {
  it.each<[string, TaxId]>([
    ['an SSN', us('ssn', '219-09-9999')],
    ['without hyphens', us('ssn', '219099999')],
    ['an ITIN', us('itin', '900-70-1234')],
    ['an EIN', us('ein', '12-3456789')],
    ["another country's", foreign('DE 123/456')],
  ])('is right: %s', (_, taxId) => {
    expect(taxIdFault(taxId)).toBeUndefined();
  });

  it.each<[string, TaxId]>([
    ['too short', us('ssn', '219-09-999')],
    ['with letters', us('ssn', '219-09-999A')],
    ['of the area 000', us('ssn', '000-09-9999')],
    ['of the area 666', us('ssn', '666-09-9999')],
    ['of an area of ITINs', us('ssn', '900-70-1234')],
    ['of the group 00', us('ssn', '219-00-9999')],
    ['of the serial 0000', us('ssn', '219-09-0000')],
    ['one digit nine times', us('ssn', '333333333')],
    ['an ITIN of a group that is not given out', us('itin', '900-69-1234')],
    ['an EIN that begins with 00', us('ein', '00-1234567')],
    ['an SSN of another country', { type: 'ssn', number: '219-09-9999', country: 'CA' }],
    ['a foreign one of the United States', foreign('12345', 'US')],
    ['nothing but signs', foreign('---')],
  ])('is not right: %s', (_, taxId) => {
    expect(taxIdFault(taxId)).toMatch(/^(must|is) /);
  });

  it('is the same however it is written and whatever it is called, but not in another country', () => {
    expect(comparableTaxId(us('ssn', '219-09-9999'))).toBe(comparableTaxId(us('ein', '219099999')));
    expect(comparableTaxId(foreign('ab 12-3'))).toBe(comparableTaxId(foreign('AB123')));
    expect(comparableTaxId(foreign('AB123', 'DE'))).not.toBe(comparableTaxId(foreign('AB123', 'FR')));
  });

  it('shows four digits at most, and none of a short one', () => {
    expect(maskedTaxId(us('ssn', '219-09-6789')).masked).toBe('***-**-6789');
    expect(maskedTaxId(us('ein', '12-3456789')).masked).toBe('**-***6789');
    expect(maskedTaxId(foreign('DE-123.456.789')).masked).toBe('*****6789');
    expect(maskedTaxId(foreign('DE 12345')).masked).toBe('*********');
  });
});

import type { KeyOwner, NationalId } from '../mexico/national-id';
import type { Business, CustomerType, Individual, TaxId } from './customer-record';

/** Whose a customer's keys are to be; undefined when the customer lacks what its type must have. */
export function keyOwnerOf(customer: {
  readonly type: CustomerType;
  readonly individual?: Individual | null | undefined;
  readonly business?: Business | null | undefined;
}): KeyOwner | undefined {
  const { type, individual, business } = customer;
  if (type === 'individual') return individual ? { type, person: individual } : undefined;
  return business ? { type, incorporationDate: business.incorporationDate } : undefined;
}

/** A tax number of Mexico is an RFC. */
export const nationalIdInTaxId = (taxId: TaxId | null | undefined): NationalId[] =>
  taxId?.type === 'foreign' && taxId.country === 'MX' ? [{ type: 'rfc', number: taxId.number }] : [];

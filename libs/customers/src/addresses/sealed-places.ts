import type { FieldPlace } from '@bonafide/encryption';

/** An address as it was when it was to be verified. */
export const verifiedAddressPlace = (row: string): FieldPlace => ({
  table: 'address_verifications',
  column: 'address',
  row,
});

/** The vendor's form of it. */
export const correctionPlace = (row: string): FieldPlace => ({
  table: 'address_verifications',
  column: 'correction',
  row,
});

/** What a vendor has answered about one address. */
export const lookupAnswerPlace = (row: string): FieldPlace => ({ table: 'address_lookups', column: 'answer', row });

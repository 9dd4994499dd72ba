/**
 * Why an address is in its state, in plain words. The first group are the footnotes of USPS Delivery Point Validation (the
 * meanings after Smarty's documentation of `dpv_footnotes`); the second what else a vendor says; the third is ours.
 */
const texts = {
  'street-confirmed': 'Street, city, state and ZIP code belong together.',
  'entire-address-confirmed': 'The whole address is known to the US Postal Service.',
  'not-in-postal-data': 'The US Postal Service does not know the address.',
  'unit-not-recognized': 'The apartment or suite is not known; mail arrives without it.',
  'unit-not-recognized-and-required': 'The apartment or suite is not known, and mail does not arrive without one.',
  'military-or-diplomatic': 'A military or diplomatic address.',
  'general-delivery': 'Mail waits at a post office (general delivery).',
  'house-number-missing': 'The house number is missing.',
  'house-number-invalid': 'The street has no such house number.',
  'unit-missing': 'The building has apartments or suites, and none is given.',
  'po-box-written-as-street': 'A post office box that is written as a street address.',
  'box-number-missing': 'The number of the box is missing.',
  'box-number-invalid': 'There is no box with this number.',
  'private-mailbox': 'A private mailbox at a mail agency.',
  'private-mailbox-number-missing': 'The address of a mail agency, without the number of a mailbox.',
  'no-street-delivery': 'The address exists; the US Postal Service delivers nothing to its street.',
  'house-number-without-letter': 'Found without the letter after the house number.',
  'unique-zip-code': 'The ZIP code belongs to one organization that delivers its mail itself.',

  vacant: 'Nobody has emptied the mailbox for more than 90 days.',
  'no-stat': 'The US Postal Service does not deliver there at present; it often says so for months too long.',
  'mail-agency': 'A commercial agency receives the mail there; nobody lives at such an address.',
  'po-box': 'A post office box.',
  'not-found': 'The vendor has found nothing like it.',
  'several-addresses-match': 'Several addresses are meant equally well.',

  'country-not-covered': 'The vendor knows addresses of the United States only.',
  'too-long-for-vendor': 'A line is longer than the vendor reads; nothing was asked.',
  'verification-pending': 'It is being verified.',
  'not-verified': 'Nobody has been asked.',
} as const;

export type AddressReason = keyof typeof texts;

export const addressReasons = Object.keys(texts) as readonly AddressReason[];

/** @returns the code itself for one that this version does not know */
export const addressReasonText = (code: string): string => (code in texts ? texts[code as AddressReason] : code);

const ofFootnote: Readonly<Record<string, AddressReason>> = {
  AA: 'street-confirmed',
  A1: 'not-in-postal-data',
  BB: 'entire-address-confirmed',
  CC: 'unit-not-recognized',
  C1: 'unit-not-recognized-and-required',
  F1: 'military-or-diplomatic',
  G1: 'general-delivery',
  M1: 'house-number-missing',
  M3: 'house-number-invalid',
  N1: 'unit-missing',
  PB: 'po-box-written-as-street',
  P1: 'box-number-missing',
  P3: 'box-number-invalid',
  RR: 'private-mailbox',
  R1: 'private-mailbox-number-missing',
  R7: 'no-street-delivery',
  TA: 'house-number-without-letter',
  U1: 'unique-zip-code',
};

/** @param footnotes two characters each, one after the other (`AABB`) */
export const dpvFootnotes = (footnotes: string): string[] => footnotes.match(/.{1,2}/g) ?? [];

/** The reason that a DPV footnote stands for; undefined for one that is not known. */
export const reasonOfFootnote = (footnote: string): AddressReason | undefined => ofFootnote[footnote];

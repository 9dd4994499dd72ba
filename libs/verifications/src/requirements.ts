import {
  type CustomerSnapshot,
  isBeneficialOwner,
  type StoredRepresentative,
  type VerificationLevel,
} from '@bonafide/customers';
import type { DeviceSignals, GovernmentId } from '@bonafide/identity-vendors';

import type { MissingElement } from './verification-request';

interface Given {
  readonly level: VerificationLevel;
  readonly governmentId: GovernmentId | null;
  readonly device: DeviceSignals | null;
}

const addToRecord = 'Add it to the customer first (PATCH /v1/customers/{id}).';

/** Everybody of a business who is verified with it: its beneficial owners and who controls it (31 CFR 1010.230). */
export const verifiedRepresentatives = (representatives: readonly StoredRepresentative[]): StoredRepresentative[] =>
  representatives.filter((each) => isBeneficialOwner(each) || each.isControlPerson);

/**
 * All that is missing for the level: names, address, birth date for `kyc`, and an identification number for `cip` (31 CFR
 * 1020.220(a)(2)(i)(A)). Nothing missing: it can be asked.
 */
export function missingElements(customer: CustomerSnapshot, given: Given): MissingElement[] {
  return customer.type === 'individual'
    ? [...missingOfIndividual(customer, given), ...wrongDocument(given)]
    : [...missingOfBusiness(customer, given.level), ...notOfBusiness(given)];
}

function missingOfIndividual({ individual, addresses, taxId }: CustomerSnapshot, { level, governmentId }: Given) {
  return [
    ...(individual === null ? [lacks('/individual', 'A verification takes the legal name.')] : []),
    ...(individual?.birthDate === undefined
      ? [lacks('/individual/birthDate', 'A verification takes the birth date.')]
      : []),
    ...(hasPrimary(addresses) ? [] : [lacks('/addresses', 'A verification takes the primary address.')]),
    ...(level === 'cip' && !hasUsNumber(taxId) && !isForeignPassport(governmentId)
      ? [
          lacks(
            '/taxId',
            'CIP takes a whole SSN or ITIN, or of who is no US person a passport with its country in governmentId.',
          ),
        ]
      : []),
  ];
}

function missingOfBusiness({ addresses, taxId, representatives }: CustomerSnapshot, level: VerificationLevel) {
  const verified = verifiedRepresentatives(representatives);
  return [
    ...(hasPrimary(addresses) ? [] : [lacks('/addresses', 'A verification takes the primary address.')]),
    ...(taxId === null ? [lacks('/taxId', 'A verification of a business takes its tax number.')] : []),
    ...(representatives.some((each) => each.isControlPerson)
      ? []
      : [lacks('/representatives', 'A verification of a business takes somebody who controls it (isControlPerson).')]),
    ...representatives.flatMap((each, index) =>
      verified.includes(each) ? missingOfRepresentative(`/representatives/${index}`, each, level) : [],
    ),
  ];
}

const missingOfRepresentative = (
  pointer: string,
  { birthDate, address, taxId }: StoredRepresentative,
  level: VerificationLevel,
): MissingElement[] => [
  ...(birthDate === undefined ? [lacks(`${pointer}/birthDate`, 'Owners and controllers are verified, too.')] : []),
  ...(address === undefined ? [lacks(`${pointer}/address`, 'Owners and controllers are verified, too.')] : []),
  ...(level === 'cip' && taxId === null ? [lacks(`${pointer}/taxId`, 'CIP takes the number of each of them.')] : []),
];

const hasUsNumber = (taxId: CustomerSnapshot['taxId']): boolean => taxId?.type === 'ssn' || taxId?.type === 'itin';

const isForeignPassport = (governmentId: GovernmentId | null): boolean =>
  governmentId?.type === 'passport' && governmentId.country !== 'US';

/** Whether the document stands in for the tax number of who has none of the United States, so that it has to be verified. */
export const documentIsRequired = ({ taxId }: CustomerSnapshot, { level, governmentId }: Given): boolean =>
  level === 'cip' && !hasUsNumber(taxId) && isForeignPassport(governmentId);

function wrongDocument({ governmentId }: Given): MissingElement[] {
  if (governmentId === null) return [];
  const today = new Date().toISOString().slice(0, 10);
  return [
    ...(governmentId.type === 'drivers_license' && governmentId.country === 'US' && governmentId.region === undefined
      ? [
          {
            pointer: '/governmentId/region',
            detail: 'A driver’s licence of the United States takes the state that issued it.',
          },
        ]
      : []),
    ...(governmentId.expiresOn !== undefined && governmentId.expiresOn < today
      ? [{ pointer: '/governmentId/expiresOn', detail: 'The document has expired. Take one that is in force.' }]
      : []),
  ];
}

const notOfBusiness = ({ governmentId, device }: Given): MissingElement[] => [
  ...(governmentId === null
    ? []
    : [{ pointer: '/governmentId', detail: 'It does not belong to a business. Leave it out.' }]),
  ...(device === null ? [] : [{ pointer: '/device', detail: 'It does not belong to a business. Leave it out.' }]),
];

const hasPrimary = (addresses: CustomerSnapshot['addresses']): boolean =>
  addresses.some(({ type }) => type === 'primary');

const lacks = (pointer: string, why: string): MissingElement => ({ pointer, detail: `${why} ${addToRecord}` });

import type { CustomerSnapshot, RepresentativeId, StoredRepresentative, TaxId } from '@bonafide/customers';
import type { Applicant, ApplicantAddress } from '@bonafide/identity-vendors';

import { verifiedRepresentatives } from './requirements';
import type { VerificationRequest } from './verification-request';

/** Somebody who is verified, as they were entered when it was asked for. Sealed before it is stored. */
export interface VerifiedParty {
  /** Null for the customer itself. */
  readonly representativeId: RepresentativeId | null;
  readonly applicant: Applicant;
  /** Vendors are not told of them; the block list is looked at. */
  readonly cryptoAddresses: CustomerSnapshot['cryptoAddresses'];
  /** Whether another address stands on the document than the one where the applicant lives. */
  readonly livesElsewhere: boolean;
}

/** Whole tax numbers by the id of the customer or representative. */
export type TaxIdsOf = ReadonlyMap<string, TaxId>;

export function verifiedPartiesOf(
  customer: CustomerSnapshot,
  taxIds: TaxIdsOf,
  { governmentId, device }: Pick<VerificationRequest, 'governmentId' | 'device'>,
): VerifiedParty[] {
  const { id, type, individual, business, email, phones, createdAt } = customer;
  const home = customer.addresses.find((address) => address.type === 'primary');
  const onDocument = governmentId?.address;
  const livesElsewhere = home !== undefined && onDocument !== undefined && !isSameAddress(home, onDocument);
  const itself: Applicant = {
    reference: id,
    type,
    ...(individual === null ? {} : namesOf(individual)),
    ...(business === null
      ? {}
      : { legalName: business.legalName, doingBusinessAs: business.doingBusinessAs, website: business.website }),
    birthDate: individual?.birthDate,
    email: email ?? undefined,
    phones: phones.map((phone) => ({ type: phone.type, number: phone.number })),
    address: home === undefined ? undefined : plainAddress(home),
    taxId: taxIds.get(id),
    governmentId: governmentId ?? undefined,
    device: device ?? undefined,
    createdAt,
  };
  return [
    { representativeId: null, applicant: itself, cryptoAddresses: customer.cryptoAddresses, livesElsewhere },
    ...verifiedRepresentatives(customer.representatives).map((each) => ({
      representativeId: each.id,
      applicant: applicantOf(each, taxIds, createdAt),
      cryptoAddresses: [],
      livesElsewhere: false,
    })),
  ];
}

/** As it was before it was sealed as JSON. */
export const revivedParties = (parties: readonly VerifiedParty[]): VerifiedParty[] =>
  parties.map((party) => ({
    ...party,
    applicant: { ...party.applicant, createdAt: new Date(party.applicant.createdAt) },
  }));

const applicantOf = (representative: StoredRepresentative, taxIds: TaxIdsOf, createdAt: Date): Applicant => ({
  reference: representative.id,
  type: 'individual',
  ...namesOf(representative),
  birthDate: representative.birthDate,
  email: representative.email,
  phones: [],
  address: representative.address === undefined ? undefined : plainAddress(representative.address),
  taxId: taxIds.get(representative.id),
  createdAt,
});

const namesOf = ({
  firstName,
  middleName,
  lastName,
  suffix,
}: Omit<StoredRepresentative, 'id' | 'taxId' | 'isControlPerson'>) => ({
  firstName,
  middleName,
  lastName,
  suffix,
});

const plainAddress = ({ line1, line2, city, region, postalCode, country }: ApplicantAddress): ApplicantAddress => ({
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
});

/** However it is written: case, dots and the last four digits of a ZIP code are no other address. */
export function isSameAddress(one: ApplicantAddress, other: ApplicantAddress): boolean {
  return written(one) === written(other);
}

const written = ({ line1, line2 = '', city, region = '', postalCode = '', country }: ApplicantAddress): string =>
  [`${line1} ${line2}`, city, region, country === 'US' ? postalCode.slice(0, 5) : postalCode, country]
    .map((part) =>
      part
        .normalize('NFKC')
        .toUpperCase()
        .replaceAll(/[^\p{L}\p{N}]/gu, ''),
    )
    .join('|');

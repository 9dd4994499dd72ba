import type { CustomerSnapshot, RepresentativeId } from '@bonafide/customers';
import type { Applicant } from '@bonafide/identity-vendors';
import { canonicalJson } from '@bonafide/identifiers';

/**
 * What a vendor compares a document with: what stands on documents, and no tax number, for none does.
 * @returns null when the customer has nobody of whom it could be
 */
export function documentApplicant(
  customer: CustomerSnapshot,
  representativeId: RepresentativeId | null,
): Applicant | null {
  const { individual, addresses } = customer;
  if (representativeId === null) {
    if (individual === null) return null;
    const primary = addresses.find(({ type }) => type === 'primary');
    return applicantOf(customer, customer.id, individual, primary);
  }
  const representative = customer.representatives.find(({ id }) => id === representativeId);
  return representative === undefined
    ? null
    : applicantOf(customer, representativeId, representative, representative.address);
}

type Person = Pick<Applicant, 'firstName' | 'middleName' | 'lastName' | 'suffix' | 'birthDate'>;
type StoredAddress = NonNullable<Applicant['address']>;

/** Field by field: a field that the record gets one day is not to go to vendors by itself. */
const applicantOf = (
  { createdAt }: CustomerSnapshot,
  reference: string,
  { firstName, middleName, lastName, suffix, birthDate }: Person,
  address: StoredAddress | undefined,
): Applicant => ({
  reference,
  type: 'individual',
  firstName,
  middleName,
  lastName,
  suffix,
  birthDate,
  phones: [],
  address: address === undefined ? undefined : addressOf(address),
  createdAt,
});

const addressOf = ({ line1, line2, city, region, postalCode, country }: StoredAddress): StoredAddress => ({
  line1,
  line2,
  city,
  region,
  postalCode,
  country,
});

/** Whether a vendor would be asked about the same person. */
export const isSameApplicant = (one: Applicant, other: Applicant): boolean => comparable(one) === comparable(other);

const comparable = ({ createdAt: _, ...applicant }: Applicant): string =>
  canonicalJson(JSON.parse(JSON.stringify(applicant)));

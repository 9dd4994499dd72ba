import type { Applicant } from '../port/applicant';
import type { VendorQuestion } from '../port/identity-vendor';
import type { AttributeResult, VendorStage, VerifiedAttribute } from '../port/vendor-answer';
import type { MagicVerdict } from './magic-values';

const comparedIn: Readonly<Record<VendorStage, readonly VerifiedAttribute[]>> = {
  identity: ['first_name', 'last_name', 'legal_name', 'birth_date', 'address', 'tax_id', 'phone', 'email'],
  residential_address: ['first_name', 'last_name', 'legal_name', 'address'],
  government_id: ['first_name', 'last_name', 'birth_date', 'document_number', 'document_expiry'],
  // The score card says it.
  id_document: [],
};

const onlyOfPeople = new Set<VerifiedAttribute>(['first_name', 'last_name', 'birth_date']);

/** What was given matches, unless the verdict says otherwise. */
export function sandboxAttributes(
  { stage, applicant }: VendorQuestion,
  { noMatch = [] }: MagicVerdict,
): Partial<Record<VerifiedAttribute, AttributeResult>> {
  const isBusiness = applicant.type === 'business';
  const compared = comparedIn[stage].filter((attribute) =>
    isBusiness ? !onlyOfPeople.has(attribute) : attribute !== 'legal_name',
  );
  return Object.fromEntries(
    compared.map((attribute) => {
      if (!isGiven(attribute, applicant)) return [attribute, 'no_input'];
      return [attribute, noMatch.includes(attribute) ? 'no_match' : 'match'];
    }),
  );
}

function isGiven(attribute: VerifiedAttribute, applicant: Applicant): boolean {
  const given: Partial<Record<VerifiedAttribute, unknown>> = {
    first_name: applicant.firstName,
    last_name: applicant.lastName,
    legal_name: applicant.legalName,
    birth_date: applicant.birthDate,
    address: applicant.address ?? applicant.governmentId?.address,
    tax_id: applicant.taxId,
    phone: applicant.phones[0],
    email: applicant.email,
    document_number: applicant.governmentId?.number,
    document_expiry: applicant.governmentId?.expiresOn,
  };
  return given[attribute] !== undefined;
}

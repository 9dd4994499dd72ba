import {
  addressTypes,
  type CustomerSnapshot,
  customerStatuses,
  type CustomerSummary,
  customerTypes,
  holds,
  isBeneficialOwner,
  nationalIdTypes,
  phoneTypes,
  sanctionsStates,
  type StoredRepresentative,
  taxIdTypes,
} from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';

import { AddressStandingView } from './customer-addresses.dto';
import { BusinessBody, IndividualBody, PostalAddressBody } from './customer-parts.dto';
import { BeneficiaryBody, CustomerCryptoAddressBody } from './customer-property.dto';

class MaskedTaxIdView {
  @ApiProperty({ enum: taxIdTypes })
  type: string;

  @ApiProperty({ example: 'US' })
  country: string;

  @ApiProperty({ example: '***-**-9999' })
  masked: string;
}

class MaskedNationalIdView {
  @ApiProperty({ enum: nationalIdTypes })
  type: string;

  @ApiProperty({ example: '*****RL04' })
  masked: string;
}

class StoredPhoneView {
  @ApiProperty({ example: 'phn_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: phoneTypes })
  type: string;

  @ApiProperty({ example: '+12175550123' })
  number: string;
}

/** An address as it was entered. */
export class EnteredAddressView extends PostalAddressBody {
  @ApiProperty({ example: 'adr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: addressTypes })
  type: string;
}

class StoredAddressView extends EnteredAddressView {
  @ApiProperty({ type: () => AddressStandingView, description: 'What is known of it. See docs/addresses.md.' })
  verification: AddressStandingView;
}

export class RepresentativeView extends IndividualBody {
  @ApiProperty({ example: 'rep_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ required: false })
  title?: string;

  @ApiProperty({ required: false })
  ownershipPercent?: number;

  @ApiProperty()
  isControlPerson: boolean;

  @ApiProperty({ description: 'Whether the share makes a beneficial owner (31 CFR 1010.230).' })
  isBeneficialOwner: boolean;

  @ApiProperty({ required: false })
  email?: string;

  @ApiProperty({ required: false, type: () => PostalAddressBody })
  address?: PostalAddressBody;

  @ApiProperty({ type: () => MaskedTaxIdView, nullable: true })
  taxId: MaskedTaxIdView | null;

  static of(representative: StoredRepresentative): RepresentativeView {
    return { ...representative, isBeneficialOwner: isBeneficialOwner(representative) } as RepresentativeView;
  }
}

class BeneficiaryView extends BeneficiaryBody {
  @ApiProperty({ example: 'bnf_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  declare id: string;
}

class SanctionsFactView {
  @ApiProperty({
    enum: sanctionsStates,
    description: 'All current screenings together: `clear` only when each of them is. Nothing else is clear.',
  })
  state: string;

  @ApiProperty({ format: 'date-time' })
  since: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The set of publications that the screening with the oldest lists was made against.',
  })
  listSetId: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'How old those lists were.' })
  listsCheckedAt: string | null;
}

export class FactsView {
  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  identityVerifiedAt: string | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'The whole SSN, EIN or foreign number.',
  })
  taxIdVerifiedAt: string | null;

  @ApiProperty({ type: () => SanctionsFactView })
  sanctions: SanctionsFactView;

  static of({ identityVerifiedAt, taxIdVerifiedAt, sanctions }: CustomerSnapshot['facts']): FactsView {
    return {
      identityVerifiedAt: identityVerifiedAt?.toISOString() ?? null,
      taxIdVerifiedAt: taxIdVerifiedAt?.toISOString() ?? null,
      sanctions: {
        ...sanctions,
        since: sanctions.since.toISOString(),
        listsCheckedAt: sanctions.listsCheckedAt?.toISOString() ?? null,
      },
    };
  }
}

export class CustomerSummaryView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: customerTypes })
  type: string;

  @ApiProperty({ example: 'Ana Example' })
  name: string;

  @ApiProperty({ enum: customerStatuses, description: 'Lowest first. Drawn in docs/customers.md.' })
  status: string;

  @ApiProperty({ enum: sanctionsStates })
  sanctionsState: string;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  externalIds: Readonly<Record<string, string>>;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of(summary: CustomerSummary): CustomerSummaryView {
    const { id, type, name, status, sanctionsState, externalIds, createdAt, updatedAt } = summary;
    return {
      id,
      type,
      name,
      status,
      sanctionsState,
      externalIds,
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    };
  }
}

export class CustomerView extends CustomerSummaryView {
  @ApiProperty({
    enum: holds,
    type: String,
    nullable: true,
    description:
      'Why it does not rise by itself: a person has put it there, who it is was changed, or its verification was declined or waits for a person.',
  })
  hold: string | null;

  @ApiProperty({
    description: 'Grows with each change of who the customer is: what one has looked at before vouching for it.',
  })
  identityVersion: number;

  @ApiProperty({ type: () => FactsView })
  facts: FactsView;

  @ApiProperty({ type: () => IndividualBody, nullable: true })
  individual: object | null;

  @ApiProperty({ type: () => BusinessBody, nullable: true })
  business: object | null;

  @ApiProperty({ type: String, nullable: true })
  email: string | null;

  @ApiProperty({ type: () => MaskedTaxIdView, nullable: true })
  taxId: MaskedTaxIdView | null;

  @ApiProperty({ isArray: true, type: () => MaskedNationalIdView })
  nationalIds: readonly MaskedNationalIdView[];

  @ApiProperty({ isArray: true, type: () => StoredPhoneView })
  phones: readonly object[];

  @ApiProperty({ isArray: true, type: () => StoredAddressView })
  addresses: readonly object[];

  @ApiProperty({ isArray: true, type: () => RepresentativeView })
  representatives: readonly RepresentativeView[];

  @ApiProperty({ isArray: true, type: () => BeneficiaryView, description: 'Not screened with the customer.' })
  beneficiaries: readonly object[];

  @ApiProperty({ isArray: true, type: () => CustomerCryptoAddressBody })
  cryptoAddresses: readonly object[];

  @ApiProperty({ description: 'How many of your other customers have the same tax number: GET …/duplicates.' })
  duplicateCount: number;

  static override of(customer: CustomerSnapshot): CustomerView {
    const { hold, facts, individual, business, email, taxId, phones, addresses, representatives } = customer;
    const { nationalIds, beneficiaries, cryptoAddresses, duplicateCount } = customer;
    return {
      ...CustomerSummaryView.of(customer),
      hold,
      identityVersion: customer.identityVersion,
      facts: FactsView.of(facts),
      individual,
      business,
      email,
      taxId,
      nationalIds,
      phones,
      addresses: addresses.map((address) => ({
        ...address,
        verification: AddressStandingView.of(customer.addressVerifications, address.id),
      })),
      representatives: representatives.map(RepresentativeView.of),
      beneficiaries,
      cryptoAddresses,
      duplicateCount,
    };
  }
}

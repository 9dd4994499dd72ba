import {
  addressStates,
  addressVerificationCauses,
  type AddressVerificationSnapshot,
  addressVerificationStates,
  type CustomerSnapshot,
} from '@bonafide/customers';
import { addressReasons, addressReasonText } from '@bonafide/identity-vendors';
import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { PostalAddressBody } from './customer-parts.dto';

/** Who asks, where nothing else has to be said. */
export class AddressActionBody {
  @ApiProperty({ required: false, example: 'user-17', description: 'Who asks, by the id in your own system.' })
  @IsOptional()
  @OpaqueId()
  actor?: string;
}

class AddressReasonView {
  @ApiProperty({ enum: addressReasons })
  code: string;

  @ApiProperty({ example: 'The whole address is known to the US Postal Service.' })
  text: string;

  static readonly of = (code: string): AddressReasonView => ({ code, text: addressReasonText(code) });
}

const nullableText = { type: String, nullable: true } as const;
const nullableTime = { type: String, nullable: true, format: 'date-time' } as const;

/** What a verification found, of those that are past and of the one that holds. */
class AddressFindingView {
  @ApiProperty({ isArray: true, type: () => AddressReasonView })
  reasons: readonly AddressReasonView[];

  @ApiProperty({ ...nullableText, description: 'With `error`: why there is no answer.' })
  errorCode: string | null;

  @ApiProperty({
    type: () => PostalAddressBody,
    nullable: true,
    description: 'With `corrected`: the form in which the vendor knows it. POST …/accept-correction takes it over.',
  })
  correctedAddress: object | null;

  @ApiProperty({ ...nullableText, example: 'smarty' })
  vendor: string | null;

  @ApiProperty({ ...nullableText, description: 'The person who asked for it.' })
  requestedBy: string | null;
}

/** How an address of a customer stands. */
export class AddressStandingView extends AddressFindingView {
  @ApiProperty({
    enum: addressStates,
    description: 'Only `verified` says that it is right as it was entered. `unverified`: nobody knows (yet).',
  })
  state: string;

  @ApiProperty({ ...nullableTime, description: 'When the vendor answered, or could not.' })
  verifiedAt: string | null;

  @ApiProperty({ ...nullableText, description: 'The verification that says so.' })
  verificationId: string | null;

  @ApiProperty({ ...nullableText, description: 'The one that is under way.' })
  pendingVerificationId: string | null;

  static of(verifications: CustomerSnapshot['addressVerifications'], addressId: string): AddressStandingView {
    const own = verifications.filter((verification) => verification.addressId === addressId);
    const pending = own.find(({ state }) => state === 'pending');
    const current = own.find(({ isCurrent }) => isCurrent);
    const pendingVerificationId = pending?.id ?? null;
    if (current !== undefined) {
      const { state, id, settledAt } = current;
      return {
        state,
        ...findingOf(current),
        verifiedAt: settledAt?.toISOString() ?? null,
        verificationId: id,
        pendingVerificationId,
      };
    }
    return {
      state: 'unverified',
      reasons: [AddressReasonView.of(pending === undefined ? 'not-verified' : 'verification-pending')],
      errorCode: null,
      correctedAddress: null,
      vendor: null,
      requestedBy: null,
      verifiedAt: null,
      verificationId: null,
      pendingVerificationId,
    };
  }
}

export class AddressVerificationView extends AddressFindingView {
  @ApiProperty({ example: 'avf_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ example: 'adr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  addressId: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  jobId: string;

  @ApiProperty({
    enum: addressVerificationStates,
    description:
      '`void`: the address was changed before there was an answer. `cancelled`: its job was. Neither says anything of it.',
  })
  state: string;

  @ApiProperty({ description: 'Whether it says how the address stands. One of an address before an edit does not.' })
  isCurrent: boolean;

  @ApiProperty({ enum: addressVerificationCauses, description: 'Why it was asked for.' })
  cause: string;

  @ApiProperty({
    isArray: true,
    type: String,
    example: ['dpv:Y'],
    description: 'The vendor’s own codes, as they came.',
  })
  vendorCodes: readonly string[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty(nullableTime)
  settledAt: string | null;

  static of(verification: AddressVerificationSnapshot): AddressVerificationView {
    const { id, customerId, addressId, jobId, state, isCurrent, cause, vendorCodes } = verification;
    return {
      id,
      customerId,
      addressId,
      jobId,
      state,
      isCurrent,
      cause,
      ...findingOf(verification),
      vendorCodes,
      createdAt: verification.createdAt.toISOString(),
      settledAt: verification.settledAt?.toISOString() ?? null,
    };
  }
}

const findingOf = ({
  reasons,
  errorCode,
  correction,
  vendor,
  requestedBy,
}: AddressVerificationSnapshot): AddressFindingView => ({
  reasons: reasons.map(AddressReasonView.of),
  errorCode,
  correctedAddress: correction,
  vendor,
  requestedBy,
});

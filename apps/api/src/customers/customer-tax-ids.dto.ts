import {
  agreements,
  customerStatuses,
  type Duplicate,
  type KeysAgreement,
  type NationalId,
  type NationalIdType,
  nationalIdTypes,
  type TaxId,
  taxIdTypes,
} from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';

export class DuplicateView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ example: 'Ana Example' })
  name: string;

  @ApiProperty({ enum: customerStatuses })
  status: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The representative whose number it is; null when it is that of the customer itself.',
  })
  representativeId: string | null;
}

export class DuplicatesView {
  @ApiProperty({ isArray: true, type: () => DuplicateView, description: 'Oldest first, 100 at most.' })
  data: readonly Duplicate[];
}

export class DecryptTaxIdBody {
  @ApiProperty({
    example: 'user-17',
    description: 'Who reads it, by the id in your own system. The audit trail keeps it.',
  })
  @OpaqueId()
  actor: string;
}

export class TaxIdView {
  @ApiProperty({ enum: taxIdTypes })
  type: string;

  @ApiProperty({ description: 'The whole number.' })
  number: string;

  @ApiProperty({ example: 'US' })
  country: string;

  static of({ type, number, country }: TaxId): TaxIdView {
    return { type, number, country };
  }
}

export class DecryptNationalIdBody extends DecryptTaxIdBody {
  @ApiProperty({ enum: nationalIdTypes, example: 'curp' })
  @IsIn(nationalIdTypes, { message: `type must be ${nationalIdTypes.join(', ')}` })
  type: NationalIdType;
}

export class NationalIdView {
  @ApiProperty({ enum: nationalIdTypes })
  type: string;

  @ApiProperty({ description: 'The whole key.' })
  number: string;

  static of({ type, number }: NationalId): NationalIdView {
    return { type, number };
  }
}

class AgreementView {
  @ApiProperty({ enum: agreements, description: '`no_input`: there is nothing to compare, or it cannot be compared.' })
  name: string;

  @ApiProperty({ enum: agreements, description: 'Of birth; of a business, of its incorporation.' })
  date: string;

  @ApiProperty({ enum: agreements, description: 'Of the RFC it is wrong in one or two of a hundred that are in use.' })
  checkDigit: string;
}

class NationalIdAgreementView extends AgreementView {
  @ApiProperty({ enum: nationalIdTypes })
  type: string;
}

export class NationalIdsAgreementView extends AgreementView {
  @ApiProperty({ isArray: true, type: () => NationalIdAgreementView })
  ofEach: readonly NationalIdAgreementView[];

  static of({ name, date, checkDigit, ofEach }: KeysAgreement): NationalIdsAgreementView {
    return { name, date, checkDigit, ofEach };
  }
}

import { customerStatuses, type Duplicate, type TaxId, taxIdTypes } from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';

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

import { cryptoCurrencies, type NationalIdType, nationalIdTypes } from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, Matches, ValidateNested } from 'class-validator';

import { PlainText } from '../http/plain-text.decorator';
import { EmailAddress, MayBeNull, NamePart } from './customer-fields.decorator';
import { PartId, PostalAddressBody } from './customer-parts.dto';

const optional = { required: false, nullable: true, type: String } as const;

export class CustomerCryptoAddressBody {
  @ApiProperty({
    enum: cryptoCurrencies,
    example: 'ETH',
    description: 'Also XBT (BTC), BSC (BNB) and MATIC (POL), as they are called elsewhere.',
  })
  @PlainText(10)
  currency: string;

  @ApiProperty({
    example: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    maxLength: 300,
    description: 'Its form and checksum are checked, and it is shown in one form.',
  })
  @PlainText(300)
  address: string;
}

export class NationalIdBody {
  @ApiProperty({ enum: nationalIdTypes, example: 'curp', description: 'Individuals: all. Businesses: rfc.' })
  @IsIn(nationalIdTypes, { message: `type must be ${nationalIdTypes.join(', ')}` })
  type: NationalIdType;

  @ApiProperty({ example: 'HEGG560427MVZRRL04', description: 'Sealed; only its last four characters are ever shown.' })
  @PlainText(40)
  number: string;
}

/** Somebody whom the customer has named to receive what is its own. */
export class BeneficiaryBody {
  @ApiProperty({ required: false, description: 'To keep the one who is there; a new one has none.' })
  @MayBeNull()
  @PartId()
  id?: string;

  @ApiProperty({ example: 'Ana Example', maxLength: 300 })
  @NamePart(300)
  name: string;

  @ApiProperty({ ...optional, example: 'daughter' })
  @MayBeNull()
  @PlainText(100)
  relationship?: string | null;

  @ApiProperty({ ...optional, example: 'ana@example.com' })
  @MayBeNull()
  @EmailAddress()
  email?: string | null;

  @ApiProperty({ ...optional, example: '+12175550123', description: 'E.164.' })
  @MayBeNull()
  @Matches(/^\+[1-9]\d{6,14}$/, { message: 'phone must be in the form of E.164, such as +12175550123' })
  phone?: string | null;

  @ApiProperty({ required: false, nullable: true, type: () => PostalAddressBody })
  @MayBeNull()
  @ValidateNested({ message: 'address must be an object' })
  @Type(() => PostalAddressBody)
  address?: PostalAddressBody | null;
}

import type { LegalHold, RetentionSnapshot } from '@bonafide/customers';
import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';

export class LegalHoldBody {
  @ApiProperty({ example: true, description: 'Whether it is held. False ends the hold.' })
  @IsBoolean({ message: 'isHeld must be true or false' })
  isHeld: boolean;

  @ApiProperty({
    example: 'A court has asked for it.',
    maxLength: 4_000,
    description: 'Of the hold, or of its end. Kept sealed.',
  })
  @FreeText(4_000)
  reason: string;

  @ApiProperty({
    example: 'officer-1',
    description: 'Who holds it or lets it go, by the id in your own system; no personal data.',
  })
  @OpaqueId()
  actor: string;
}

class LegalHoldEndView {
  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;
}

class LegalHoldView {
  @ApiProperty({ format: 'date-time' })
  since: string;

  @ApiProperty()
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ type: () => LegalHoldEndView, nullable: true, description: 'Null: it lasts.' })
  end: LegalHoldEndView | null;

  static of({ since, end, ...grounds }: LegalHold): LegalHoldView {
    return {
      ...grounds,
      since: since.toISOString(),
      end: end === null ? null : { ...end, at: end.at.toISOString() },
    };
  }
}

export class CustomerRetentionView {
  @ApiProperty({ example: 'cus_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  customerId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  deletedAt: string | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'From when on it is erased, unless it is held. Null: it was not deleted.',
  })
  eraseAfter: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  erasedAt: string | null;

  @ApiProperty({ isArray: true, type: () => LegalHoldView, description: 'Newest first.' })
  legalHolds: readonly LegalHoldView[];

  static of({ customerId, createdAt, legalHolds, ...dates }: RetentionSnapshot): CustomerRetentionView {
    return {
      customerId,
      createdAt: createdAt.toISOString(),
      deletedAt: dates.deletedAt?.toISOString() ?? null,
      eraseAfter: dates.eraseAfter?.toISOString() ?? null,
      erasedAt: dates.erasedAt?.toISOString() ?? null,
      legalHolds: legalHolds.map(LegalHoldView.of),
    };
  }
}

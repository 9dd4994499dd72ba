import type { SuppressionSnapshot } from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional, Matches } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { EntryQuery } from './entry-query.dto';

export class SuppressionsQuery extends EntryQuery {
  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^hit_[0-9a-z]{26}$/, { message: 'hitId must be an id such as hit_…' })
  hitId?: string;

  @ApiProperty({ required: false, description: 'Whether it still suppresses.' })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'inForce must be true or false' })
  inForce?: boolean;
}

export class SuppressionView {
  @ApiProperty({ example: 'sup_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Whose. Null: whoever the very same is said of, without an external id.',
  })
  externalId: string | null;

  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({ example: '900001' })
  entryId: string;

  @ApiProperty({ description: 'SHA-256 of what the list said of the entry. When it is another, the hit comes back.' })
  entryFingerprint: string;

  @ApiProperty({ example: 'hit_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The hit that was dismissed.' })
  hitId: string;

  @ApiProperty({ example: 'dsp_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The final dismissal.' })
  dispositionId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'Null: it does not expire.' })
  expiresAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  revokedAt: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'A person, by the id in your own system.' })
  revokedBy: string | null;

  @ApiProperty({ type: String, nullable: true })
  revocationComment: string | null;

  static of({ createdAt, expiresAt, revokedAt, ...suppression }: SuppressionSnapshot): SuppressionView {
    return {
      ...suppression,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
      revokedAt: revokedAt?.toISOString() ?? null,
    };
  }
}

export class RevokeSuppressionBody {
  @ApiProperty({ example: 'analyst-7', description: 'Who revokes, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({ required: false, nullable: true, type: String, maxLength: 4_000, description: 'Kept sealed.' })
  @IsOptional()
  @FreeText(4_000)
  comment?: string | null;
}

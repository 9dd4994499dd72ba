import {
  type BlockedEntry,
  type BlockedKind,
  blockedKinds,
  type BlockListMatch,
  type BlockOutcome,
  blockOutcomes,
} from '@bonafide/customers';
import { ApiProperty, OmitType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';
import { PlainText } from '../http/plain-text.decorator';
import { Country } from '../screenings/subject-fields.decorator';

const OfKind = (): PropertyDecorator =>
  IsIn(blockedKinds, { message: `kind must be one of ${blockedKinds.join(', ')}` });

export class BlockedValueBody {
  @ApiProperty({ enum: blockedKinds, example: 'email' })
  @OfKind()
  kind: BlockedKind;

  @ApiProperty({
    example: 'ana@example.com',
    maxLength: 300,
    description: 'It is not kept, only whether another is equal.',
  })
  @PlainText(300)
  value: string;

  @ApiProperty({ required: false, default: 'US', description: 'Of a tax number: who issued it (ISO 3166-1 alpha-2).' })
  @IsOptional()
  @Country()
  country?: string;

  @ApiProperty({ required: false, example: 'ETH', description: 'Required of a crypto address.' })
  @IsOptional()
  @PlainText(10)
  currency?: string;
}

export class BlockedEntryBody extends BlockedValueBody {
  @ApiProperty({
    enum: blockOutcomes,
    example: 'needs_review',
    description: 'What becomes of a verification in which the value turns up.',
  })
  @IsIn(blockOutcomes, { message: `outcome must be ${blockOutcomes.join(' or ')}` })
  outcome: BlockOutcome;

  @ApiProperty({ example: 'Chargebacks in March.', maxLength: 4_000, description: 'Kept sealed.' })
  @FreeText(4_000)
  reason: string;

  @ApiProperty({ example: 'analyst-7', description: 'Who blocks it, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;
}

export class BlockedEntryChangeBody extends OmitType(BlockedEntryBody, [
  'kind',
  'value',
  'country',
  'currency',
] as const) {}

export class BlockListQuery extends PageQuery {
  @ApiProperty({ required: false, enum: blockedKinds })
  @IsOptional()
  @OfKind()
  kind?: BlockedKind;
}

export class BlockedEntryView {
  @ApiProperty({ example: 'blk_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: blockedKinds })
  kind: string;

  @ApiProperty({ enum: blockOutcomes })
  outcome: string;

  @ApiProperty()
  reason: string;

  @ApiProperty({ description: 'Who wrote it last.' })
  actor: string;

  @ApiProperty()
  apiKeyId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;

  static of({ createdAt, updatedAt, ...entry }: BlockedEntry): BlockedEntryView {
    return { ...entry, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  }
}

class BlockListMatchView {
  @ApiProperty({ example: 'blk_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: blockedKinds })
  kind: string;

  @ApiProperty({ enum: blockOutcomes })
  outcome: string;
}

export class BlockListMatchesView {
  @ApiProperty({
    isArray: true,
    type: () => BlockListMatchView,
    description: 'Empty when the value is not on the list.',
  })
  data: readonly BlockListMatch[];
}

import {
  checkOutcomes,
  type EntryDifference,
  type ListSnapshot,
  type PublicationSnapshot,
  publicationStates,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';

import { PlainText } from '../http/plain-text.decorator';

class NotUnderstoodView {
  @ApiProperty({ example: 'Website', description: 'The label, element or column that the parser has no place for.' })
  label: string;

  @ApiProperty({ example: 884 })
  count: number;

  @ApiProperty({ description: 'One of them.' })
  example: string;
}

export class PublicationSummaryView {
  @ApiProperty({ example: 'pub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({
    enum: publicationStates,
    description:
      'One publication of a list is `active`. A `rejected` one has never been screened against, unless a person activated it.',
  })
  state: string;

  @ApiProperty({ description: 'SHA-256 of its files, in hexadecimal.' })
  sha256: string;

  @ApiProperty({ enum: ['download', 'directory', 'sandbox'] })
  origin: string;

  @ApiProperty({ example: '3', description: 'Which version of the parsers has read it.' })
  parserVersion: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'As the publisher writes it; null where its files do not say.',
  })
  publishedAt: string | null;

  @ApiProperty({ example: 19_249 })
  entries: number;

  @ApiProperty({ format: 'date-time' })
  fetchedAt: Date;

  @ApiProperty({ format: 'date-time', description: 'When it was last seen to be what the publisher gives.' })
  checkedAt: Date;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  activatedAt: Date | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The API key of who activated it; null when nobody had to.',
  })
  activatedBy: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The reason that was given.' })
  activationNote: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'shrunk',
    description: 'Kept also when a person has put it to use all the same.',
  })
  rejectionCode: string | null;

  @ApiProperty({ type: String, nullable: true })
  rejectionDetail: string | null;

  static of(publication: PublicationSnapshot): PublicationSummaryView {
    const { counts: _counts, notUnderstood: _notUnderstood, ...summary } = publication;
    return summary;
  }
}

export class PublicationView extends PublicationSummaryView {
  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'integer' },
    example: { entries: 19_249, persons: 8_012, aliases: 23_714 },
  })
  counts: Record<string, number> | null;

  @ApiProperty({ isArray: true, type: () => NotUnderstoodView, description: 'The most frequent first, 100 at most.' })
  notUnderstood: NotUnderstoodView[];

  static override of(publication: PublicationSnapshot): PublicationView {
    const { counts, notUnderstood } = publication;
    return {
      ...PublicationSummaryView.of(publication),
      counts: counts === null ? null : { ...counts },
      notUnderstood: [...notUnderstood],
    };
  }
}

export class ListView {
  @ApiProperty({ example: 'us-ofac-sdn' })
  id: string;

  @ApiProperty({ example: 'Specially Designated Nationals and Blocked Persons List' })
  name: string;

  @ApiProperty({ example: 'Office of Foreign Assets Control, US Department of the Treasury' })
  publisher: string;

  @ApiProperty({ description: 'Whether screenings are made against it. The others can be read from files only.' })
  isScreened: boolean;

  @ApiProperty({ type: () => PublicationSummaryView, nullable: true, description: 'Null: none is in use.' })
  activePublication: PublicationSummaryView | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When its publisher last answered.' })
  checkedAt: Date | null;

  @ApiProperty({ type: String, enum: checkOutcomes, nullable: true, description: 'How the last look for it ended.' })
  checkOutcome: string | null;

  @ApiProperty({ type: String, nullable: true })
  checkDetail: string | null;

  static of({ source, isScreened, active, check }: ListSnapshot): ListView {
    return {
      id: source.id,
      name: source.name,
      publisher: source.publisher,
      isScreened,
      activePublication: active === null ? null : PublicationSummaryView.of(active),
      checkedAt: check?.checkedAt ?? null,
      checkOutcome: check?.outcome ?? null,
      checkDetail: check?.detail ?? null,
    };
  }
}

export class ListsView {
  @ApiProperty({ isArray: true, type: () => ListView })
  data: ListView[];
}

export class DifferencesQuery {
  @ApiProperty({ description: 'The earlier publication.', example: 'pub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  @Matches(/^pub_[0-9a-z]{26}$/, { message: 'from must be the id of a publication' })
  from: string;

  @ApiProperty({ required: false, description: '`nextAfter` of the page before.' })
  @IsOptional()
  @IsString()
  after?: string;

  @ApiProperty({ required: false, minimum: 1, maximum: 1_000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'limit must be a whole number from 1 to 1000' })
  @Min(1, { message: 'limit must be a whole number from 1 to 1000' })
  @Max(1_000, { message: 'limit must be a whole number from 1 to 1000' })
  limit: number = 100;
}

class DifferenceView implements EntryDifference {
  @ApiProperty({ example: '36' })
  entryId: string;

  @ApiProperty({ enum: ['added', 'changed', 'removed'] })
  change: EntryDifference['change'];

  @ApiProperty({ description: 'Its primary name, of a removed entry the one that it had.' })
  name: string;

  @ApiProperty({ example: 'person' })
  entryType: string;
}

export class DifferencesView {
  @ApiProperty({ isArray: true, type: () => DifferenceView, description: 'In the order of the entry ids.' })
  data: DifferenceView[];

  @ApiProperty({ type: String, nullable: true, description: 'Send it as `after` for the next page.' })
  nextAfter: string | null;

  static of(differences: readonly EntryDifference[], limit: number): DifferencesView {
    const data = differences.slice(0, limit);
    return { data: [...data], nextAfter: differences.length > limit ? (data.at(-1)?.entryId ?? null) : null };
  }
}

export class ActivateBody {
  @ApiProperty({ maxLength: 500, example: 'The publisher confirmed the delistings by phone.' })
  @PlainText(500)
  reason: string;
}

export class RefreshView {
  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  jobId: string;
}

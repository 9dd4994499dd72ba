import {
  partStates,
  rescreeningKinds,
  type RescreeningPartSnapshot,
  type RescreeningSnapshot,
  rescreeningStates,
  rescreeningTriggers,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';

import { PageQuery } from '../http/page-query.dto';

export class RescreeningsQuery extends PageQuery {
  @ApiProperty({ required: false, example: 'us-ofac-sdn' })
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,40}$/, { message: "list must be a list's id such as us-ofac-sdn" })
  list?: string;

  @ApiProperty({ required: false, description: 'The one that became active.' })
  @IsOptional()
  @Matches(/^pub_[0-9a-z]{26}$/, { message: 'publicationId must be an id such as pub_…' })
  publicationId?: string;

  @ApiProperty({ required: false, enum: rescreeningStates })
  @IsOptional()
  @IsIn(rescreeningStates, { message: `state must be ${rescreeningStates.join(', ')}` })
  state?: (typeof rescreeningStates)[number];
}

export class RescreeningPartsQuery {
  @ApiProperty({
    required: false,
    minimum: 0,
    default: 0,
    description: '`number` of the last part of the page before.',
  })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'after must be a whole number' })
  @Min(0, { message: 'after must be 0 or more' })
  after: number = 0;

  @ApiProperty({ required: false, minimum: 1, maximum: 1_000, default: 100 })
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: 'limit must be a whole number from 1 to 1000' })
  @Min(1, { message: 'limit must be a whole number from 1 to 1000' })
  @Max(1_000, { message: 'limit must be a whole number from 1 to 1000' })
  limit: number = 100;
}

export class EntryCountsView {
  @ApiProperty()
  added: number;

  @ApiProperty()
  changed: number;

  @ApiProperty()
  removed: number;
}

export class RescreeningSummaryView {
  @ApiProperty({ example: 'rsc_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({
    enum: rescreeningKinds,
    description: '`delta`: against what changed from one publication to the next. `full`: against all lists, whole.',
  })
  kind: string;

  @ApiProperty({ enum: rescreeningTriggers, description: 'Explained in docs/rescreening.md.' })
  trigger: string;

  @ApiProperty({
    enum: rescreeningStates,
    description: '`completed`: everybody was screened. `incomplete`: it has ended, and somebody was not.',
  })
  state: string;

  @ApiProperty({ type: String, nullable: true, example: 'us-ofac-sdn', description: 'Null for a full one.' })
  list: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What was in use before; null where there was none.' })
  fromPublicationId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What was put to use; null for a full one.' })
  toPublicationId: string | null;

  @ApiProperty({ type: () => EntryCountsView, nullable: true, description: 'What became different.' })
  entries: EntryCountsView | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Who was monitored when it began; null before.' })
  subjects: number | null;

  @ApiProperty({ description: 'With those whose monitoring has ended meanwhile, these are all `subjects`.' })
  subjectsScreened: number;

  @ApiProperty({ description: 'Whose monitoring had ended when their turn came.' })
  subjectsEnded: number;

  @ApiProperty({ description: 'Who could not be screened; the parts name them. Such a run is never `completed`.' })
  subjectsUnscreened: number;

  @ApiProperty({ description: 'Those that somebody has to look at, and those that a dismissal suppresses.' })
  hitsFound: number;

  @ApiProperty({ description: 'Hits that stood about entries that were changed or removed.' })
  hitsLapsed: number;

  @ApiProperty({ type: Number, nullable: true })
  parts: number | null;

  @ApiProperty()
  partsCompleted: number;

  @ApiProperty()
  partsFailed: number;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  startedAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  finishedAt: string | null;

  static of({ createdAt, startedAt, finishedAt, ...run }: RescreeningSnapshot): RescreeningSummaryView {
    return {
      ...run,
      createdAt: createdAt.toISOString(),
      startedAt: startedAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
    };
  }
}

export class RescreeningPartView {
  @ApiProperty({ example: 'rsp_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 1 })
  number: number;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  jobId: string;

  @ApiProperty({ example: 'sub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  firstSubjectId: string;

  @ApiProperty({ example: 'sub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  lastSubjectId: string;

  @ApiProperty({ description: 'Who is in the part.' })
  subjects: number;

  @ApiProperty({ enum: partStates })
  state: string;

  @ApiProperty({ type: Number, nullable: true })
  screened: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Whose monitoring had ended when the turn came.' })
  ended: number | null;

  @ApiProperty({ isArray: true, type: String, description: 'Ids of those who could not be screened.' })
  unscreened: readonly string[];

  @ApiProperty({ type: Number, nullable: true })
  hitsFound: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'The publications that it was made against.' })
  listSetId: string | null;

  @ApiProperty({ type: String, nullable: true })
  engineVersion: string | null;

  @ApiProperty({ type: String, nullable: true })
  configurationHash: string | null;

  @ApiProperty({ type: Number, nullable: true, description: 'The attempt that settled it.' })
  attempt: number | null;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  finishedAt: string | null;

  static of({ finishedAt, ...part }: RescreeningPartSnapshot): RescreeningPartView {
    return { ...part, finishedAt: finishedAt?.toISOString() ?? null };
  }
}

export class RescreeningPartsView {
  @ApiProperty({ isArray: true, type: () => RescreeningPartView, description: 'By their numbers.' })
  data: readonly RescreeningPartView[];

  @ApiProperty({ description: 'Whether there are parts after the last one here.' })
  hasMore: boolean;
}

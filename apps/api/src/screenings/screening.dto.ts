import {
  type PublicationSnapshot,
  hitStates,
  type ScreeningSnapshot,
  screeningStates,
  type ScreeningSummary,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';
import { AppliedThresholdsView } from '../settings/thresholds.dto';
import { HitEvidenceView } from './hit-evidence.dto';
import { SubjectBody } from './subject.dto';

export class SubmittedScreeningView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The job that does it: GET /v1/jobs/{id}.' })
  jobId: string;

  @ApiProperty({ enum: screeningStates, example: 'pending' })
  state: string;

  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where the request says `"monitor": true`.' })
  monitoredSubjectId: string | null;
}

export class SubmittedScreeningsView {
  @ApiProperty({ isArray: true, type: () => SubmittedScreeningView, description: 'In the order of the request.' })
  data: SubmittedScreeningView[];
}

class ScreeningHitView extends HitEvidenceView {
  @ApiProperty({ example: 'hit_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ enum: hitStates })
  state: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: null,
    description: 'Of a suppressed hit: the earlier disposition that keeps it from being looked at again.',
  })
  suppressedBy: string | null;
}

export class ScreenedListView {
  @ApiProperty({ example: 'us-ofac-sdn' })
  id: string;

  @ApiProperty({ example: 'pub_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  publicationId: string;

  @ApiProperty({ description: 'Of the files as published.' })
  sha256: string;

  @ApiProperty({ enum: ['download', 'directory', 'sandbox'] })
  origin: string;

  @ApiProperty({ description: 'True for the made-up list of the sandbox: the result says nothing about anybody.' })
  isMadeUp: boolean;

  @ApiProperty()
  entries: number;

  @ApiProperty({ type: String, nullable: true, description: 'As its publisher says: a day or a moment.' })
  publishedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  fetchedAt: string;

  static of(publication: PublicationSnapshot): ScreenedListView {
    return {
      id: publication.list,
      publicationId: publication.id,
      sha256: publication.sha256,
      origin: publication.origin,
      isMadeUp: publication.origin === 'sandbox',
      entries: publication.entries,
      publishedAt: publication.publishedAt,
      fetchedAt: publication.fetchedAt.toISOString(),
    };
  }
}

export class EngineView {
  @ApiProperty()
  version: string;

  @ApiProperty()
  configurationHash: string;
}

export class ScreeningSummaryView extends AppliedThresholdsView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  jobId: string;

  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who asked for it, where the request said so.' })
  submittedBy: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'sub_01kaf3s8h4e0qv8dpz2j9r7n5c',
    description: 'Where its subject is, or was, monitored.',
  })
  monitoredSubjectId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'rsc_01kaf3s8h4e0qv8dpz2j9r7n5c',
    description: 'The rescreening that found its hits; null for a screening that was asked for.',
  })
  rescreeningId: string | null;

  @ApiProperty({
    enum: screeningStates,
    description:
      '`in_review`: hits wait for a person. `confirmed`: a person has found a true match. Only `clear` is clear. Drawn in docs/hits.md.',
  })
  state: string;

  @ApiProperty({ type: Number, nullable: true, description: 'All hits, those that were suppressed as well.' })
  hitCount: number | null;

  @ApiProperty({ type: Number, nullable: true, description: 'Hits that wait for a person.' })
  openHitCount: number | null;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Whether there were more hits than are kept.' })
  truncated: boolean | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why there is an error, or why it was cancelled.' })
  errorCode: string | null;

  @ApiProperty({ type: () => EngineView, nullable: true })
  engine: EngineView | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'How old the lists were: when the one that was looked for longest ago had been seen to be current.',
  })
  listsCheckedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When the worker was done with it.' })
  settledAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When its last hit was disposed of.' })
  reviewedAt: string | null;

  static of(summary: ScreeningSummary): ScreeningSummaryView {
    const { engineVersion: version, configurationHash } = summary;
    return {
      id: summary.id,
      jobId: summary.jobId,
      externalId: summary.externalId,
      submittedBy: summary.submittedBy,
      monitoredSubjectId: summary.monitoredSubjectId,
      rescreeningId: summary.rescreeningId,
      state: summary.state,
      threshold: summary.threshold,
      listThresholds: summary.listThresholds,
      thresholdVersion: summary.thresholdVersion,
      hitCount: summary.hitCount,
      openHitCount: summary.openHitCount,
      truncated: summary.truncated,
      errorCode: summary.errorCode,
      engine: version === null || configurationHash === null ? null : { version, configurationHash },
      listsCheckedAt: summary.listsCheckedAt?.toISOString() ?? null,
      createdAt: summary.createdAt.toISOString(),
      settledAt: summary.settledAt?.toISOString() ?? null,
      reviewedAt: summary.reviewedAt?.toISOString() ?? null,
    };
  }
}

export class ScreeningView extends ScreeningSummaryView {
  @ApiProperty({ type: () => SubjectBody, description: 'What was screened.' })
  subject: object;

  @ApiProperty({
    isArray: true,
    type: () => ScreenedListView,
    description: 'What it was made against; none before it was done.',
  })
  lists: readonly ScreenedListView[];

  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Words of the names in letters that cannot be read: nothing was looked for by them.',
  })
  unreadableWords: readonly string[];

  @ApiProperty({ isArray: true, type: () => ScreeningHitView, description: 'Best first.' })
  hits: readonly ScreeningHitView[];

  static override of(snapshot: ScreeningSnapshot): ScreeningView {
    const { publications, subject, unreadableWords, hits } = snapshot;
    return {
      ...ScreeningSummaryView.of(snapshot),
      subject,
      lists: publications.map(ScreenedListView.of),
      unreadableWords,
      hits,
    };
  }
}

export class ScreeningsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: screeningStates })
  @IsOptional()
  @IsIn(screeningStates, { message: `state must be ${screeningStates.join(', ')}` })
  state?: (typeof screeningStates)[number];

  @ApiProperty({ required: false })
  @IsOptional()
  @OpaqueId()
  externalId?: string;

  @ApiProperty({ required: false, description: 'Those whose hits this rescreening has found.' })
  @IsOptional()
  @Matches(/^rsc_[0-9a-z]{26}$/, { message: 'rescreeningId must be an id such as rsc_…' })
  rescreeningId?: string;
}

import {
  type PublicationSnapshot,
  hitStates,
  type ScreeningSnapshot,
  screeningStates,
  type ScreeningSummary,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';

import { OpaqueId } from '../http/opaque-id.decorator';
import { PageQuery } from '../http/page-query.dto';
import { CreateScreeningBody } from './create-screening.dto';

export class SubmittedScreeningView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c', description: 'The job that does it: GET /v1/jobs/{id}.' })
  jobId: string;

  @ApiProperty({ enum: screeningStates, example: 'pending' })
  state: string;

  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;
}

export class SubmittedScreeningsView {
  @ApiProperty({ isArray: true, type: () => SubmittedScreeningView, description: 'In the order of the request.' })
  data: SubmittedScreeningView[];
}

class EvidenceView {
  @ApiProperty({
    enum: ['agrees', 'close', 'contradicts', 'not-compared'],
    description: 'Not compared: one side does not say.',
  })
  outcome: string;

  @ApiProperty({ description: 'What it does to the score.', example: -0.3 })
  effect: number;

  @ApiProperty({ required: false, description: 'What the request says.' })
  subject?: string;

  @ApiProperty({ required: false, description: 'What the list says.' })
  listed?: string;
}

class ScorePartsView {
  @ApiProperty({ example: 0.9412, description: 'How well the names agree.' })
  name: number;

  @ApiProperty({ required: false, type: () => EvidenceView })
  birthDate?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  country?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  identification?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  address?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  cryptoAddress?: EvidenceView;

  @ApiProperty({ required: false, type: () => EvidenceView })
  type?: EvidenceView;
}

class TokenView {
  @ApiProperty({ example: 'ivan' })
  subject: string;

  @ApiProperty({ example: 'iwan' })
  listed: string;

  @ApiProperty({
    example: 'typo',
    description:
      'exact, variant, phonetic, typo, initial, joined, missing (only listed), extra (only in the subject) or unreadable.',
  })
  relation: string;

  @ApiProperty({ example: 0.8333 })
  similarity: number;

  @ApiProperty({ example: 1, description: 'How much the word counts.' })
  weight: number;
}

/** A hit as the engine explains it. */
export class HitEvidenceView {
  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({ example: '900001', description: "The entry's number on the list." })
  entryId: string;

  @ApiProperty({ enum: ['person', 'business', 'vessel', 'aircraft', 'unknown'] })
  entryType: string;

  @ApiProperty({ description: 'Which of the listed names.' })
  matchedName: string;

  @ApiProperty({ enum: ['primary', 'aka', 'fka', 'nka'] })
  nameKind: string;

  @ApiProperty({ enum: ['strong', 'weak'] })
  nameStrength: string;

  @ApiProperty({ description: 'Which of the names that were asked for.' })
  subjectName: string;

  @ApiProperty({ example: 0.9412, minimum: 0, maximum: 1 })
  score: number;

  @ApiProperty({ enum: ['strong', 'possible', 'weak', 'none'], description: 'What the score means.' })
  band: string;

  @ApiProperty({ type: () => ScorePartsView })
  parts: ScorePartsView;

  @ApiProperty({ isArray: true, type: () => TokenView, description: 'Word by word.' })
  tokens: readonly TokenView[];

  @ApiProperty({ isArray: true, type: String, example: ['SDGT'] })
  programs: readonly string[];

  @ApiProperty({ description: 'The same in one sentence.' })
  explanation: string;
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

  @ApiProperty({ format: 'date-time' })
  fetchedAt: string;

  @ApiProperty({ format: 'date-time', description: 'When it was last seen to be current.' })
  checkedAt: string;

  static of(publication: PublicationSnapshot): ScreenedListView {
    return {
      id: publication.list,
      publicationId: publication.id,
      sha256: publication.sha256,
      origin: publication.origin,
      isMadeUp: publication.origin === 'sandbox',
      entries: publication.entries,
      fetchedAt: publication.fetchedAt.toISOString(),
      checkedAt: publication.checkedAt.toISOString(),
    };
  }
}

export class EngineView {
  @ApiProperty()
  version: string;

  @ApiProperty()
  configurationHash: string;
}

export class ScreeningSummaryView {
  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  jobId: string;

  @ApiProperty({ type: String, nullable: true })
  externalId: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Who asked for it, where the request said so.' })
  submittedBy: string | null;

  @ApiProperty({
    enum: screeningStates,
    description:
      '`in_review`: hits wait for a person. `confirmed`: a person has found a true match. Only `clear` is clear. Drawn in docs/hits.md.',
  })
  state: string;

  @ApiProperty({ example: 0.85 })
  threshold: number;

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

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When the worker was done with it.' })
  settledAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true, description: 'When its last hit was disposed of.' })
  reviewedAt: string | null;

  static of(summary: ScreeningSummary): ScreeningSummaryView {
    const { id, jobId, externalId, submittedBy, state, threshold, hitCount, openHitCount, truncated } = summary;
    const { engineVersion: version, configurationHash, errorCode, createdAt, settledAt, reviewedAt } = summary;
    return {
      id,
      jobId,
      externalId,
      submittedBy,
      state,
      threshold,
      hitCount,
      openHitCount,
      truncated,
      errorCode,
      engine: version === null || configurationHash === null ? null : { version, configurationHash },
      createdAt: createdAt.toISOString(),
      settledAt: settledAt?.toISOString() ?? null,
      reviewedAt: reviewedAt?.toISOString() ?? null,
    };
  }
}

export class ScreeningView extends ScreeningSummaryView {
  @ApiProperty({ type: () => CreateScreeningBody, description: 'What was screened.' })
  subject: object;

  @ApiProperty({ type: () => ScreenedListView, nullable: true, description: 'Which list, and how old.' })
  list: ScreenedListView | null;

  @ApiProperty({
    isArray: true,
    type: String,
    description: 'Words of the names in letters that cannot be read: nothing was looked for by them.',
  })
  unreadableWords: readonly string[];

  @ApiProperty({ isArray: true, type: () => ScreeningHitView, description: 'Best first.' })
  hits: readonly ScreeningHitView[];

  static override of(snapshot: ScreeningSnapshot): ScreeningView {
    const { publication, subject, unreadableWords, hits } = snapshot;
    return {
      ...ScreeningSummaryView.of(snapshot),
      subject,
      list: publication === null ? null : ScreenedListView.of(publication),
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
}

import {
  type DispositionSnapshot,
  type HitNote,
  type HitSnapshot,
  hitStates,
  type HitState,
  type HitSummary,
  SCORE_BANDS,
  type ScoreBand,
} from '@bonafide/screening';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsNumber, IsOptional, Matches, Max, Min, ValidateIf } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { IsTime } from '../http/time.decorator';
import { HitEvidenceView } from '../screenings/hit-evidence.dto';
import { DispositionView } from './disposition.dto';
import { EntryQuery } from './entry-query.dto';

const Score = (): PropertyDecorator => {
  const message = '$property must be a number from 0 to 1';
  return applyDecorators(
    ApiProperty({ required: false, type: Number, minimum: 0, maximum: 1 }),
    IsOptional(),
    Type(() => Number),
    IsNumber({}, { message }),
    Min(0, { message }),
    Max(1, { message }),
  );
};

export class HitsQuery extends EntryQuery {
  @ApiProperty({ required: false, enum: hitStates })
  @IsOptional()
  @IsIn(hitStates, { message: `state must be ${hitStates.join(', ')}` })
  state?: HitState;

  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^scr_[0-9a-z]{26}$/, { message: 'screeningId must be an id such as scr_…' })
  screeningId?: string;

  @Score()
  minScore?: number;

  @Score()
  maxScore?: number;

  @ApiProperty({
    required: false,
    enum: SCORE_BANDS,
    description: 'What the score means: `strong` from 0.90, `possible` from 0.80, `weak` from 0.70, `none` below.',
  })
  @IsOptional()
  @IsIn(SCORE_BANDS, { message: `band must be ${SCORE_BANDS.join(', ')}` })
  band?: ScoreBand;

  @ApiProperty({ required: false })
  @IsOptional()
  @OpaqueId()
  assignee?: string;

  @ApiProperty({ required: false, format: 'date-time' })
  @IsOptional()
  @IsTime()
  dueBefore?: string;

  @ApiProperty({
    required: false,
    type: Boolean,
    description: 'Whether the list says something else of the entry by now, or has it no more.',
  })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean({ message: 'isLapsed must be true or false' })
  isLapsed?: boolean;
}

export class HitSummaryView {
  @ApiProperty({ example: 'hit_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'scr_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  screeningId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the screening.' })
  externalId: string | null;

  @ApiProperty({ example: 'us-ofac-sdn' })
  list: string;

  @ApiProperty({ example: '900001', description: "The entry's number on the list." })
  entryId: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'SHA-256 of what the list says of the entry; null for hits of earlier versions.',
  })
  entryFingerprint: string | null;

  @ApiProperty({ example: 0.9412, minimum: 0, maximum: 1 })
  score: number;

  @ApiProperty({
    enum: SCORE_BANDS,
    description: 'What the score means. That of the evidence is what it meant when it was found.',
  })
  band: string;

  @ApiProperty({ enum: hitStates, description: 'Drawn in docs/hits.md.' })
  state: string;

  @ApiProperty({ format: 'date-time' })
  stateSince: string;

  @ApiProperty({ type: String, nullable: true, description: 'The disposition that suppresses it.' })
  suppressedBy: string | null;

  @ApiProperty({
    format: 'date-time',
    type: String,
    nullable: true,
    description: 'When the entry was seen to have changed, or gone. The state stays: a person decides what that means.',
  })
  lapsedAt: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The publication in which the entry is another, or missing.',
  })
  lapsedBy: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['entry-removed', 'entry-changed', null] })
  lapseReason: string | null;

  @ApiProperty({ type: String, nullable: true })
  assignee: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  dueAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  static of(hit: HitSummary): HitSummaryView {
    const { id, screeningId, externalId, list, entryId, entryFingerprint, score, band, state } = hit;
    return {
      id,
      screeningId,
      externalId,
      list,
      entryId,
      entryFingerprint,
      score,
      band,
      state,
      stateSince: hit.stateSince.toISOString(),
      suppressedBy: hit.suppressedBy,
      lapsedAt: hit.lapsedAt?.toISOString() ?? null,
      lapsedBy: hit.lapsedBy,
      lapseReason: hit.lapseReason,
      assignee: hit.assignee,
      dueAt: hit.dueAt?.toISOString() ?? null,
      createdAt: hit.createdAt.toISOString(),
    };
  }
}

export class HitNoteView {
  @ApiProperty({ example: 'note_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'analyst-7' })
  actor: string;

  @ApiProperty()
  text: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  static of({ id, actor, text, createdAt }: HitNote): HitNoteView {
    return { id, actor, text, createdAt: createdAt.toISOString() };
  }
}

export class HitView extends HitSummaryView {
  @ApiProperty({ type: () => HitEvidenceView, description: 'What the engine has found, and why it is a hit.' })
  evidence: HitEvidenceView;

  @ApiProperty({ isArray: true, type: () => DispositionView, description: 'What people decided, oldest first.' })
  history: readonly DispositionView[];

  @ApiProperty({ isArray: true, type: () => HitNoteView, description: 'Oldest first.' })
  notes: readonly HitNoteView[];

  static override of(hit: HitSnapshot): HitView {
    return {
      ...HitSummaryView.of(hit),
      evidence: hit.evidence,
      history: hit.history.map((disposition: DispositionSnapshot) => DispositionView.of(disposition)),
      notes: hit.notes.map(HitNoteView.of),
    };
  }
}

export class AssignHitBody {
  @ApiProperty({
    required: false,
    nullable: true,
    type: String,
    example: 'analyst-7',
    description: 'The id in your own system of whoever is to look at it; null for nobody.',
  })
  @ValidateIf(({ assignee }: AssignHitBody) => assignee !== null && assignee !== undefined)
  @OpaqueId()
  assignee?: string | null;

  @ApiProperty({ required: false, nullable: true, type: String, format: 'date-time', example: '2031-01-31T00:00:00Z' })
  @ValidateIf(({ dueAt }: AssignHitBody) => dueAt !== null && dueAt !== undefined)
  @IsTime()
  dueAt?: string | null;
}

export class AddHitNoteBody {
  @ApiProperty({ example: 'analyst-7', description: 'Who writes, by the id in your own system; no personal data.' })
  @OpaqueId()
  actor: string;

  @ApiProperty({
    example: 'Asked the branch for a copy of the passport.',
    maxLength: 4_000,
    description: 'Kept sealed.',
  })
  @FreeText(4_000)
  text: string;
}

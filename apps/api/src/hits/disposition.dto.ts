import {
  type Decision,
  decisions,
  type DispositionSnapshot,
  hitStates,
  isReasonFor,
  REASON_TO_EXPLAIN,
  type ReasonCode,
  reasonCodes,
} from '@bonafide/screening';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, Matches } from 'class-validator';

import { FreeText } from '../http/free-text.decorator';
import { OpaqueId } from '../http/opaque-id.decorator';
import { Problem, type ProblemAt } from '../http/problem';
import { IsFutureTime } from '../http/time.decorator';

const allReasonCodes = [...new Set<ReasonCode>([...reasonCodes.dismiss, ...reasonCodes.confirm])];

/** A person's decision about a hit. */
export class DispositionBody {
  @ApiProperty({ enum: decisions, example: 'dismiss' })
  @IsIn(decisions, { message: 'decision must be dismiss or confirm' })
  decision: Decision;

  @ApiProperty({
    enum: allReasonCodes,
    example: 'birth-date-differs',
    description: `To dismiss: ${reasonCodes.dismiss.join(', ')}. To confirm: ${reasonCodes.confirm.join(', ')}.`,
  })
  @IsIn(allReasonCodes, { message: `reasonCode must be ${allReasonCodes.join(', ')}` })
  reasonCode: ReasonCode;

  @ApiProperty({
    example: 'analyst-7',
    description: 'Who decides, by the id in your own system; no personal data. Four eyes are told apart by it.',
  })
  @OpaqueId()
  actor: string;

  @ApiProperty({
    required: false,
    nullable: true,
    type: String,
    maxLength: 4_000,
    example: 'Born in 1988 by the passport that was seen.',
    description: `Kept sealed. Needed with \`${REASON_TO_EXPLAIN}\`.`,
  })
  @IsOptional()
  @FreeText(4_000)
  comment?: string | null;

  @ApiProperty({
    required: false,
    nullable: true,
    type: String,
    format: 'date-time',
    example: null,
    description:
      'Until when a dismissal keeps the same hit from coming back. Without it, for as long as neither the entry nor the subject changes.',
  })
  @IsOptional()
  @IsFutureTime()
  suppressUntil?: string | null;
}

export class BulkDispositionBody extends DispositionBody {
  @ApiProperty({
    isArray: true,
    type: String,
    minItems: 1,
    maxItems: 1_000,
    example: ['hit_01kaf3s8h4e0qv8dpz2j9r7n5c'],
    description: 'All are decided alike, or none is.',
  })
  @IsArray({ message: 'hitIds must be a list' })
  @ArrayMinSize(1, { message: 'hitIds must have at least one id' })
  @ArrayMaxSize(1_000, { message: 'hitIds may have 1000 ids; send the rest in another call' })
  @Matches(/^hit_[0-9a-z]{26}$/, { each: true, message: 'hitIds must be ids such as hit_…' })
  hitIds: `hit_${string}`[];
}

export class DispositionView {
  @ApiProperty({ example: 'dsp_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'analyst-7' })
  actor: string;

  @ApiProperty({ description: 'The key that vouches for the person.' })
  apiKeyId: string;

  @ApiProperty({ enum: decisions })
  decision: string;

  @ApiProperty({ enum: allReasonCodes })
  reasonCode: string;

  @ApiProperty({ type: String, nullable: true })
  comment: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  suppressUntil: string | null;

  @ApiProperty({ enum: hitStates })
  fromState: string;

  @ApiProperty({ enum: hitStates })
  toState: string;

  @ApiProperty({ format: 'date-time' })
  decidedAt: string;

  static of({ suppressUntil, decidedAt, ...disposition }: DispositionSnapshot): DispositionView {
    return {
      ...disposition,
      suppressUntil: suppressUntil?.toISOString() ?? null,
      decidedAt: decidedAt.toISOString(),
    };
  }
}

class DecidedHitView {
  @ApiProperty({ example: 'hit_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty({ example: 'dsp_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  dispositionId: string;

  @ApiProperty({ enum: hitStates, description: 'As it is now.' })
  state: string;
}

export class DecidedHitsView {
  @ApiProperty({ isArray: true, type: () => DecidedHitView, description: 'In the order of the request.' })
  data: readonly DecidedHitView[];
}

/** What the fields say about one another. */
export function refuseContradictions({ decision, reasonCode, comment, suppressUntil }: DispositionBody): void {
  const errors: ProblemAt[] = [];
  if (!isReasonFor(decision, reasonCode)) {
    const detail = `To ${decision}, reasonCode may be ${reasonCodes[decision].join(', ')}.`;
    errors.push({ pointer: '#/reasonCode', detail });
  }
  if (reasonCode === REASON_TO_EXPLAIN && (comment ?? null) === null) {
    errors.push({ pointer: '#/comment', detail: `With the reason ${REASON_TO_EXPLAIN} a comment says what it is.` });
  }
  if (decision === 'confirm' && (suppressUntil ?? null) !== null) {
    errors.push({ pointer: '#/suppressUntil', detail: 'A true match is never suppressed. Leave it out.' });
  }
  const [first] = errors;
  if (first !== undefined) throw new Problem('validation-failed', first.detail, errors);
}

export function refuseRepeatedIds({ hitIds }: BulkDispositionBody): void {
  const errors = hitIds.flatMap((id, index) =>
    hitIds.indexOf(id) < index ? [{ pointer: `#/hitIds/${index}`, detail: 'This hit is named before.' }] : [],
  );
  if (errors.length > 0) throw new Problem('validation-failed', 'Name every hit once.', errors);
}

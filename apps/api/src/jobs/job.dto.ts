import type { JobSnapshot, PastAttempt } from '@bonafide/job-runtime';
import { jobCatalog, jobStates } from '@bonafide/jobs';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

import { PageQuery } from '../http/page-query.dto';

const jobTypes = jobCatalog.map(({ type }) => type);

class JobErrorView {
  @ApiProperty({ example: 'attempt-timed-out' })
  code: string;

  @ApiProperty({ type: String, nullable: true })
  message: string | null;
}

class PastAttemptView {
  @ApiProperty()
  number: number;

  @ApiProperty({ enum: ['failed', 'lost', 'waiting', 'handed-back', 'cancelled'] })
  outcome: string;

  @ApiProperty({ type: String, nullable: true })
  errorCode: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  startedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  endedAt: string;
}

export class JobSummaryView {
  @ApiProperty({ example: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c' })
  id: string;

  @ApiProperty()
  organizationId: string;

  @ApiProperty({ enum: jobTypes })
  type: string;

  @ApiProperty({ enum: ['interactive', 'bulk'] })
  lane: string;

  @ApiProperty({ enum: jobStates, description: 'Drawn in docs/job-states.md.' })
  state: string;

  @ApiProperty({ type: String, nullable: true, description: 'What it is about: a screening, a webhook delivery.' })
  subjectId: string | null;

  @ApiProperty({ description: 'Attempts begun so far.' })
  attempts: number;

  @ApiProperty({ description: 'It runs, and will be cancelled unless it finishes first.' })
  cancelRequested: boolean;

  @ApiProperty({ type: () => JobErrorView, nullable: true, description: 'Of the last attempt.' })
  error: JobErrorView | null;

  @ApiProperty({ format: 'date-time', description: 'When it is, or was, due.' })
  runAt: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  startedAt: string | null;

  @ApiProperty({ format: 'date-time', type: String, nullable: true })
  settledAt: string | null;

  static of(job: JobSnapshot): JobSummaryView {
    const { id, organizationId, type, lane, state, subjectId, attempts, cancelRequested, errorCode, errorMessage } =
      job;
    return {
      id,
      organizationId,
      type,
      lane,
      state,
      subjectId,
      attempts,
      cancelRequested,
      error: errorCode === null ? null : { code: errorCode, message: errorMessage },
      runAt: job.runAt.toISOString(),
      createdAt: job.createdAt.toISOString(),
      startedAt: job.startedAt?.toISOString() ?? null,
      settledAt: job.settledAt?.toISOString() ?? null,
    };
  }
}

export class JobView extends JobSummaryView {
  @ApiProperty({
    isArray: true,
    type: () => PastAttemptView,
    description: 'Attempts that did not complete it, oldest first.',
  })
  pastAttempts: PastAttemptView[];

  static withAttempts(job: JobSnapshot, attempts: readonly PastAttempt[]): JobView {
    return {
      ...JobSummaryView.of(job),
      pastAttempts: attempts.map(({ number, outcome, errorCode, startedAt, endedAt }) => ({
        number,
        outcome,
        errorCode,
        startedAt: startedAt?.toISOString() ?? null,
        endedAt: endedAt.toISOString(),
      })),
    };
  }
}

export class JobsQuery extends PageQuery {
  @ApiProperty({ required: false, enum: jobTypes })
  @IsOptional()
  @IsIn(jobTypes, { message: `type must be ${jobTypes.join(', ')}` })
  type?: string;

  @ApiProperty({ required: false, enum: jobStates })
  @IsOptional()
  @IsIn(jobStates, { message: `state must be ${jobStates.join(', ')}` })
  state?: (typeof jobStates)[number];

  @ApiProperty({ required: false })
  @IsOptional()
  @Matches(/^[a-z]+_[0-9a-z]{26}$/, { message: 'subjectId must be an id such as scr_…' })
  subjectId?: string;
}

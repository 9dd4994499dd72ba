import type { Caller } from '@bonafide/access';
import type { Transaction } from '@bonafide/database';
import { type ControlAnswer, JobControl, JobReader, type JobSnapshot } from '@bonafide/job-runtime';
import { type JobId, jobIds } from '@bonafide/jobs';
import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

import { cursorPage } from '../http/cursor-page';
import { IdParameter } from '../http/id-parameter.decorator';
import { Operation } from '../http/operation.decorator';
import { notFound, Problem } from '../http/problem';
import { InTransaction, TheCaller } from '../security/caller.decorator';
import { JobsQuery, JobSummaryView, JobView } from './job.dto';

const JobParameter = () => IdParameter('jobId', jobIds, 'job');

@ApiTags('Jobs')
@Controller('v1/jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobReader,
    private readonly control: JobControl,
  ) {}

  @Get()
  @Operation({
    id: 'listJobs',
    summary: 'List jobs, newest first',
    description: 'An operator sees the jobs of all organizations and of all types.',
    scope: 'jobs:read',
    status: 200,
    answer: JobSummaryView,
    isPage: true,
  })
  list(@TheCaller() { organizationId }: Caller, @Query() query: JobsQuery) {
    const { type, state, subjectId } = query;
    return cursorPage(
      query,
      (before, limit) => this.jobs.list({ organizationId, type, state, subjectId, before, limit }),
      JobSummaryView.of,
    );
  }

  @Get(':jobId')
  @Operation({
    id: 'getJob',
    summary: 'Read a job',
    scope: 'jobs:read',
    status: 200,
    answer: JobView,
    problems: ['not-found'],
  })
  async read(@TheCaller() caller: Caller, @JobParameter() id: JobId): Promise<JobView> {
    return JobView.withAttempts(await this.find(caller, id), await this.jobs.attempts(id));
  }

  @Post(':jobId/cancel')
  @Operation({
    id: 'cancelJob',
    summary: 'Cancel a job',
    description: 'One that runs is told to stop (`cancelRequested`); should it finish first, its result stands.',
    scope: 'jobs:write',
    status: 202,
    answer: JobSummaryView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async cancel(
    @InTransaction() tx: Transaction,
    @TheCaller() caller: Caller,
    @JobParameter() id: JobId,
  ): Promise<JobSummaryView> {
    await this.find(caller, id, tx);
    refuse(await this.control.cancel(tx, id), 'cancelled');
    return JobSummaryView.of(await this.find(caller, id, tx));
  }

  @Post(':jobId/retry')
  @Operation({
    id: 'retryJob',
    summary: 'Try a job again that failed or was cancelled, or one that waits for its next attempt at once',
    scope: 'jobs:write',
    status: 202,
    answer: JobSummaryView,
    problems: ['not-found', 'state-conflict'],
    isPost: true,
    audited: true,
  })
  async retry(
    @InTransaction() tx: Transaction,
    @TheCaller() caller: Caller,
    @JobParameter() id: JobId,
  ): Promise<JobSummaryView> {
    await this.find(caller, id, tx);
    refuse(await this.control.retry(tx, id), 'tried again');
    return JobSummaryView.of(await this.find(caller, id, tx));
  }

  private async find({ organizationId }: Caller, id: JobId, tx?: Transaction): Promise<JobSnapshot> {
    const job = await this.jobs.find(organizationId, id, tx);
    if (job === null) throw notFound('job');
    return job;
  }
}

function refuse(answer: ControlAnswer, deed: string): void {
  if (answer === 'unknown') throw notFound('job');
  if (typeof answer === 'string') return;
  throw new Problem('state-conflict', `A job that is ${answer.refusedAs} cannot be ${deed}.`);
}

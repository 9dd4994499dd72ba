import type { AnyJob, JobOutcome, JobProcessor, PayloadOf, ResultOf } from '@bonafide/jobs';
import { plainToInstance } from 'class-transformer';
import { validateOrReject } from 'class-validator';

/**
 * Runs a processor as the runtime does, without queue or database: the payload goes through JSON and is validated, as
 * it is on its way through storage.
 */
export async function performJob<Job extends AnyJob>(
  job: Job,
  processor: JobProcessor<Job>,
  payload: PayloadOf<Job>,
  { attempt = 1, subjectId = null }: { readonly attempt?: number; readonly subjectId?: string | null } = {},
): Promise<JobOutcome<ResultOf<Job>>> {
  const stored = plainToInstance(job.payload, JSON.parse(JSON.stringify(payload)) as object) as PayloadOf<Job>;
  await validateOrReject(stored, { whitelist: true, forbidUnknownValues: true });
  return processor.process({
    jobId: 'job_01kaf3s8h4e0qv8dpz2j9r7n5c',
    organizationId: 'org_01kaf3s8h4e0qv8dpz2j9r7n5c',
    subjectId,
    attempt,
    payload: stored,
    signal: AbortSignal.timeout(job.timeoutMs),
  });
}

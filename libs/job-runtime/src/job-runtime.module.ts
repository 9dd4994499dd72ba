import { type AnyJob, type JobProcessor } from '@bonafide/jobs';
import { type DynamicModule, Global, Module, type Type } from '@nestjs/common';

import { BullBoardMount } from './board/bull-board.service';
import { JobControl } from './control/job-control.service';
import { JobReader } from './control/job-reader.service';
import { Dispatcher } from './dispatch/dispatcher.service';
import { DueJobsRepository } from './dispatch/due-jobs.repository';
import { LedgerMetrics } from './dispatch/ledger-metrics.service';
import { Reconciler } from './dispatch/reconciler.service';
import { ClaimsRepository } from './processing/claims.repository';
import { JobWorkers } from './processing/job-workers.service';
import { WorkerBindings, WorkerCollaborators } from './processing/worker-binding.service';
import { JobQueues } from './queue/job-queues.service';
import { JobSubjects } from './settlement/job-subjects.service';
import { Settlement } from './settlement/settlement.service';
import { SettlementRepository } from './settlement/settlement.repository';
import { JobSubmitter } from './submission/job-submitter.service';

interface Work {
  readonly job: AnyJob;
  readonly processor: Type<JobProcessor<AnyJob>>;
}

/** Which processor takes which job. */
export const workOn = <Job extends AnyJob>(job: Job, processor: Type<JobProcessor<Job>>): Work => ({
  job,
  // It gets jobs of its own type only.
  processor: processor,
});

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A processor was not made.');
  return value;
}

/**
 * Submitting, reading and settling jobs: what every process may do. Global, for a process has one ledger.
 * A worker adds `forWorker`, the dispatcher adds `forDispatching`.
 */
@Global()
@Module({
  providers: [JobSubmitter, JobReader, JobControl, JobSubjects, Settlement, SettlementRepository],
  exports: [JobSubmitter, JobReader, JobControl, JobSubjects, Settlement],
})
export class JobRuntimeModule {
  /** For a process that runs one type of job. `imports` are the modules that the processor's dependencies come from. */
  static forWorker<Job extends AnyJob>(
    job: Job,
    processor: Type<JobProcessor<Job>>,
    imports: readonly (Type | DynamicModule)[] = [],
  ): DynamicModule {
    return JobRuntimeModule.forWorkers([workOn(job, processor)], imports);
  }

  /** For a process that runs several, each with hands of its own. */
  static forWorkers(works: readonly Work[], imports: readonly (Type | DynamicModule)[] = []): DynamicModule {
    const processors = works.map(({ processor }) => processor);
    return {
      module: JobWorkerModule,
      imports: [JobQueuesModule, ...imports],
      providers: [
        ...processors,
        ClaimsRepository,
        WorkerCollaborators,
        JobWorkers,
        {
          provide: WorkerBindings,
          inject: processors,
          useFactory: (...instances: JobProcessor<AnyJob>[]) =>
            new WorkerBindings(works.map(({ job }, index) => ({ job, processor: must(instances[index]) }))),
        },
      ],
    };
  }

  /** For the process that moves jobs to the queue and looks after the lost ones. */
  static forDispatching(): DynamicModule {
    return {
      module: DispatchingModule,
      imports: [JobQueuesModule],
      providers: [DueJobsRepository, Dispatcher, Reconciler, LedgerMetrics],
      exports: [Dispatcher, Reconciler, LedgerMetrics],
    };
  }

  /** For the process that shows Bull Board. */
  static forBullBoard(): DynamicModule {
    return { module: JobQueuesModule };
  }
}

/** The queues from the producing side: for the dispatcher, and for the API's Bull Board. */
@Module({ providers: [JobQueues, BullBoardMount], exports: [JobQueues, BullBoardMount] })
class JobQueuesModule {}

@Module({})
class JobWorkerModule {}

@Module({})
class DispatchingModule {}

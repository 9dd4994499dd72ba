import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';

import { JobControl } from '../control/job-control.service';
import { JobSubjects } from '../settlement/job-subjects.service';
import { Settlement } from '../settlement/settlement.service';
import { ClaimsRepository } from './claims.repository';
import { JobWorker } from './job-worker.service';
import { WorkerBindings, WorkerCollaborators } from './worker-binding.service';

/** The workers of this process, one for each type of job that it runs. */
@Injectable()
export class JobWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly workers: readonly JobWorker[];

  constructor(
    bindings: WorkerBindings,
    claims: ClaimsRepository,
    settlement: Settlement,
    subjects: JobSubjects,
    control: JobControl,
    private readonly collaborators: WorkerCollaborators,
  ) {
    const means = { claims, settlement, subjects, control, collaborators };
    this.workers = bindings.all.map((binding) => new JobWorker(binding, means));
  }

  onApplicationBootstrap(): void {
    for (const worker of this.workers) worker.start();
    this.collaborators.readiness.register('progress', async () => {
      const each = await Promise.all(this.workers.map((worker) => worker.progresses()));
      return each.every((progresses) => progresses);
    });
  }

  /** All at the same time: they share the seconds that a process has for it. */
  async beforeApplicationShutdown(): Promise<void> {
    this.collaborators.readiness.beginShutdown();
    await Promise.all(this.workers.map((worker) => worker.stop()));
  }
}

import { Notifications } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { AnyJob, JobProcessor } from '@bonafide/jobs';
import { Readiness } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';

/** Which processor takes which job. */
export interface WorkerBinding {
  readonly job: AnyJob;
  readonly processor: JobProcessor<AnyJob>;
}

/** All of a process. */
export class WorkerBindings {
  constructor(readonly all: readonly WorkerBinding[]) {}
}

/** What every worker shares with the rest of its process. */
@Injectable()
export class WorkerCollaborators {
  constructor(
    readonly encryption: FieldEncryption,
    readonly notifications: Notifications,
    readonly readiness: Readiness,
    readonly queues: JobQueues,
  ) {}
}

import { Notifications } from '@bonafide/database';
import { FieldEncryption } from '@bonafide/encryption';
import type { AnyJob, JobProcessor } from '@bonafide/jobs';
import { Readiness } from '@bonafide/observability';
import { Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';

/** Which processor takes which job. */
export class WorkerBinding {
  constructor(
    readonly job: AnyJob,
    readonly processor: JobProcessor<AnyJob>,
  ) {}
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

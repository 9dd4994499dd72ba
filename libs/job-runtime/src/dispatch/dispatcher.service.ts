import { loadConfig } from '@bonafide/configuration';
import { Notifications } from '@bonafide/database';
import { lanes } from '@bonafide/jobs';
import { Readiness } from '@bonafide/observability';
import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';

import { JobQueues } from '../queue/job-queues.service';
import { RuntimeConfig } from '../runtime.config';
import { dueJobsChannel } from './due-jobs-channel';
import { DueJobsRepository } from './due-jobs.repository';
import { LaneDispatch } from './lane-dispatch';

/** A lane whose rounds have stopped for this long is stuck. */
const STUCK_AFTER_MS = 10_000;

/** Moves due jobs from Postgres to the queue. Any number may run; one that is killed half way leaves its jobs to reconciliation. */
@Injectable()
export class Dispatcher implements BeforeApplicationShutdown {
  private readonly lanes: readonly LaneDispatch[];

  constructor(
    dueJobs: DueJobsRepository,
    queues: JobQueues,
    private readonly notifications: Notifications,
    private readonly readiness: Readiness,
  ) {
    const { DISPATCH_BACKLOG: backlog, DISPATCH_POLL_MS: pollMs } = loadConfig(RuntimeConfig);
    this.lanes = lanes.map((lane) => new LaneDispatch(lane, { dueJobs, queues, backlog, pollMs }));
  }

  start(): void {
    this.notifications.listen(dueJobsChannel, (message) => {
      for (const lane of this.lanes) lane.hear(message);
    });
    const isMoving = ({ lastRoundAt }: LaneDispatch) => Date.now() - lastRoundAt < STUCK_AFTER_MS;
    this.readiness.register('dispatching', async () => this.lanes.every(isMoving));
    for (const lane of this.lanes) lane.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.stop()));
  }
}

import { EnvironmentConfig, NumberSetting } from '@bonafide/configuration';
import { IsInt, Max, Min } from 'class-validator';

const atLeast = (name: string, minimum: number) => ({ message: `${name} must be a whole number, ${minimum} or more` });

/** How jobs are moved and run. The defaults suit most installations. */
@EnvironmentConfig()
export class RuntimeConfig {
  /** How many jobs of one type and lane wait in the queue at most; the rest waits in Postgres. */
  @NumberSetting()
  @IsInt(atLeast('DISPATCH_BACKLOG', 1))
  @Min(1, atLeast('DISPATCH_BACKLOG', 1))
  DISPATCH_BACKLOG: number = 256;

  /** How often the dispatcher looks for due jobs when nobody tells it. */
  @NumberSetting()
  @IsInt(atLeast('DISPATCH_POLL_MS', 10))
  @Min(10, atLeast('DISPATCH_POLL_MS', 10))
  DISPATCH_POLL_MS: number = 250;

  /** How often Postgres and the queue are compared. */
  @NumberSetting()
  @IsInt(atLeast('RECONCILE_INTERVAL_MS', 100))
  @Min(100, atLeast('RECONCILE_INTERVAL_MS', 100))
  RECONCILE_INTERVAL_MS: number = 5_000;

  /** A job that a worker neither finished nor renewed for this long is given to another. */
  @NumberSetting()
  @IsInt(atLeast('JOB_LEASE_MS', 1_000))
  @Min(1_000, atLeast('JOB_LEASE_MS', 1_000))
  JOB_LEASE_MS: number = 30_000;

  /** How many single jobs of its type one worker process runs at the same time. */
  @NumberSetting()
  @IsInt(atLeast('WORKER_CONCURRENCY', 1))
  @Min(1, atLeast('WORKER_CONCURRENCY', 1))
  @Max(1_000, { message: 'WORKER_CONCURRENCY must be 1000 or less' })
  WORKER_CONCURRENCY: number = 50;

  /** The same for jobs of the bulk lane, which have hands of their own. */
  @NumberSetting()
  @IsInt(atLeast('WORKER_BULK_CONCURRENCY', 1))
  @Min(1, atLeast('WORKER_BULK_CONCURRENCY', 1))
  @Max(1_000, { message: 'WORKER_BULK_CONCURRENCY must be 1000 or less' })
  WORKER_BULK_CONCURRENCY: number = 64;

  /** After SIGTERM: how long running jobs may go on before they are handed back. */
  @NumberSetting()
  @IsInt(atLeast('SHUTDOWN_GRACE_MS', 0))
  @Min(0, atLeast('SHUTDOWN_GRACE_MS', 0))
  SHUTDOWN_GRACE_MS: number = 6_000;
}

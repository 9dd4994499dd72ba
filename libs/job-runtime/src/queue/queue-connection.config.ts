import { createPostgresBackend, type QueueOptions } from 'bullmq';

import type { QueueConfig } from './queue.config';

interface QueueConnection {
  readonly options: Pick<QueueOptions, 'prefix' | 'connection'>;
  /** Undefined stands for BullMQ's default, Redis. */
  readonly backendFactory: typeof createPostgresBackend | undefined;
}

/**
 * How a queue or worker of one job type reaches its backend. A producer gives up fast, for whoever waits has something
 * better to do and what it holds is safe in the ledger; a consumer waits for ever.
 */
export function queueConnection(
  config: QueueConfig,
  databaseUrl: string,
  type: string,
  role: 'producer' | 'consumer',
): QueueConnection {
  // A hash tag, so that Redis Cluster keeps all keys of one queue on one node and spreads the queues.
  const prefix = `{${config.QUEUE_PREFIX}:${type}}`;
  if (config.QUEUE_BACKEND === 'postgres') {
    const connection = { connectionString: databaseUrl, schema: 'bullmq', max: 4, migrate: true };
    return { options: { prefix, connection: connection }, backendFactory: createPostgresBackend };
  }
  const patience =
    role === 'producer' ? { maxRetriesPerRequest: 1, commandTimeout: 2_000 } : { maxRetriesPerRequest: null };
  const connection = { url: config.REDIS_URL, retryStrategy: reconnectDelayMs, ...patience };
  return { options: { prefix, connection }, backendFactory: undefined };
}

/** BullMQ's own delays grow to 20 s, and jobs would wait as long for a Redis that is back. */
const reconnectDelayMs = (attempt: number): number => Math.min(attempt * 100, 1_000);

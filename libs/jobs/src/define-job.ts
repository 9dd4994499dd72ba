import type { RetryPolicy } from './retry-policy';

type Class<T> = new () => T;

/**
 * Everything the system knows about one type of job, except how to do the work. The work is a `JobProcessor` in the
 * worker app; what its end means for its subject is a `JobSubject` in the subject's lib.
 */
export interface JobDefinition<Type extends string, Payload extends object, Result extends object> {
  /** File name, queue name, database value, metric label. Stored, so never renamed. */
  readonly type: Type;
  /** A class-validator class. Sealed in Postgres; checked again when it is taken up, for an older version may have written it. */
  readonly payload: Class<Payload>;
  /** What the processor hands to the subject. It is not kept with the job: it lives with the subject. */
  readonly result: Class<Result>;
  readonly retry: RetryPolicy;
  /** One attempt is aborted after this long. */
  readonly timeoutMs: number;
  /** How many a process runs at the same time in each lane; what the settings say (`WORKER_CONCURRENCY`) unless given. */
  readonly concurrency?: number;
  /** `customer` jobs are listed for the organization that they belong to; `internal` ones for operators only. */
  readonly visibility: 'customer' | 'internal';
}

export type AnyJob = JobDefinition<string, object, object>;
export type PayloadOf<Job extends AnyJob> = InstanceType<Job['payload']>;
export type ResultOf<Job extends AnyJob> = InstanceType<Job['result']>;

export function defineJob<const Type extends string, Payload extends object, Result extends object>(
  definition: JobDefinition<Type, Payload, Result>,
): JobDefinition<Type, Payload, Result> {
  return Object.freeze(definition);
}

/** What waits for a person's single request goes before what came by the thousand. */
export const lanes = ['interactive', 'bulk'] as const;
export type Lane = (typeof lanes)[number];

import type { JobId } from '@bonafide/jobs';

/** All that the queue ever holds about a job. */
export interface QueuedJob {
  readonly jobId: JobId;
  /** Which dispatch this is. A claim of an older one finds nothing. */
  readonly dispatchSeq: number;
}

/** Unique per dispatch: BullMQ silently ignores an id that it still remembers. */
export const queueIdOf = ({ jobId, dispatchSeq }: QueuedJob): string => `${jobId}-${dispatchSeq}`;

import { type AnyJob, type Lane } from '@bonafide/jobs';

/** Where a committed submission says what became due. */
export const dueJobsChannel = 'bonafide_due_jobs';

export const dueJobsMessage = (type: string, lane: Lane): string => `${lane} ${type}`;

/** Whether a message speaks of jobs of this type and lane; an empty one says that any may have been missed. */
export const speaksOf = (message: string, job: AnyJob, lane: Lane): boolean =>
  message === '' || message === dueJobsMessage(job.type, lane);

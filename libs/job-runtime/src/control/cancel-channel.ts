/** Where a committed wish to cancel a running job says the job's id, for the worker that runs it. */
export const cancelChannel = 'bonafide_cancelled_jobs';

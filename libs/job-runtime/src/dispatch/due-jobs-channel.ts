/** Where a committed submission says the type of what became due. */
export const dueJobsChannel = 'bonafide_due_jobs';

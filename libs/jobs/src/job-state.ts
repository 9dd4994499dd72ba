/** The life of a job; `docs/job-states.md` draws it. */
export const jobStates = ['accepted', 'queued', 'running', 'waiting', 'completed', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];

const nextStates: Record<JobState, readonly JobState[]> = {
  accepted: ['queued', 'cancelled'],
  queued: ['running', 'accepted', 'cancelled'],
  running: ['completed', 'failed', 'cancelled', 'waiting', 'accepted'],
  waiting: ['queued', 'cancelled'],
  completed: [],
  // A person may ask for another try.
  failed: ['accepted'],
  cancelled: ['accepted'],
};

export type SettledState = 'completed' | 'failed' | 'cancelled';

export const isSettled = (state: JobState): state is SettledState =>
  state === 'completed' || state === 'failed' || state === 'cancelled';

export const canBecome = (from: JobState, to: JobState): boolean => nextStates[from].includes(to);

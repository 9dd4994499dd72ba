import { cancelled, completed, OfacScreening, PermanentError, TransientError, waiting } from '@bonafide/jobs';

import { HandedBack, verdictOf } from './attempt-verdict';

const end = { jobId: 'job_1', attempt: 3, failedAttempts: 0 } as const;
const verdict = (ending: Parameters<typeof verdictOf>[1]['ending'], failedAttempts = 0) =>
  verdictOf(OfacScreening, { ...end, failedAttempts, ending }, 0, 1_000);

describe('verdictOf', () => {
  it('completes, cancels and waits as the processor said', () => {
    expect(verdict(completed({}))).toMatchObject({ state: 'completed', countsAsFailure: false, errorCode: null });
    expect(verdict(cancelled('not-wanted'))).toMatchObject({ state: 'cancelled', errorCode: 'not-wanted' });
    expect(verdict(waiting(new Date(4_000)))).toMatchObject({
      state: 'waiting',
      delayMs: 3_000,
      countsAsFailure: false,
    });
  });

  it('never waits into the past', () => {
    expect(verdict(waiting(new Date(0))).delayMs).toBe(0);
  });

  it('tries again after a transient error, as its schedule says', () => {
    expect(verdict(new TransientError('down', 'It is down.'), 2)).toMatchObject({
      state: 'accepted',
      countsAsFailure: true,
      delayMs: OfacScreening.retry.delaysMs[2],
      errorCode: 'down',
      errorMessage: 'It is down.',
    });
  });

  it('waits longer when the other side asked for it, never shorter', () => {
    expect(verdict(new TransientError('busy', '', { retryAfterMs: 60_000 })).delayMs).toBe(60_000);
    expect(verdict(new TransientError('busy', '', { retryAfterMs: 1 })).delayMs).toBe(1_000);
  });

  it('gives up after the last attempt and at once after a permanent error', () => {
    expect(verdict(new TransientError('down', ''), OfacScreening.retry.delaysMs.length).state).toBe('failed');
    expect(verdict(new PermanentError('corrupt', '')).state).toBe('failed');
  });

  it('keeps the words of an unknown error to itself', () => {
    const { errorCode, errorMessage } = verdict(new Error('Jane Doe'));
    expect(errorCode).toBe('unexpected-error');
    expect(errorMessage).not.toContain('Jane');
  });

  it('does not hold a shutdown against the job', () => {
    expect(verdict(new HandedBack(), 99)).toMatchObject({ state: 'accepted', delayMs: 0, countsAsFailure: false });
  });
});

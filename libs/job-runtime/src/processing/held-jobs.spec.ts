import { jobIds } from '@bonafide/jobs';

import { type AttemptStopped, HeldJobs } from './held-jobs';

const forever = () => new Promise<never>(() => undefined);
const reasonOf = ({ aborted, reason }: AbortSignal) => (aborted ? (reason as AttemptStopped).reason : null);

describe('the attempts that a worker holds', () => {
  it('are not stopped by a late answer about an earlier attempt at the same job', async () => {
    const held = new HeldJobs();
    const id = jobIds.create();
    let signal = new AbortController().signal;
    void held.hold(id, 2, (given) => {
      signal = given;
      return forever();
    });
    held.stop(id, 'lease-lost', 1);
    expect(reasonOf(signal)).toBeNull();
    held.stop(id, 'lease-lost', 2);
    expect(reasonOf(signal)).toBe('lease-lost');
  });

  it('are under way from before they are claimed', async () => {
    const held = new HeldJobs();
    let claim: () => void = () => undefined;
    const work = held.during(() => new Promise<void>((resolve) => (claim = resolve)));
    expect(await held.becomesIdle(20)).toBe(false);
    const idle = held.becomesIdle(5_000);
    claim();
    await work;
    expect(await idle).toBe(true);
  });

  it('are stopped from the start once the worker takes no more', async () => {
    const held = new HeldJobs();
    const before = jobIds.create();
    const reasons: Record<string, () => string | null> = {};
    const keep = (name: string) => (signal: AbortSignal) => {
      reasons[name] = () => reasonOf(signal);
      return forever();
    };
    void held.hold(before, 1, keep('before'));
    held.close('shutdown');
    void held.hold(jobIds.create(), 1, keep('after'));
    expect([reasons['before']!(), reasons['after']!()]).toEqual([null, 'shutdown']);
    held.stopAll('shutdown');
    expect(reasons['before']!()).toBe('shutdown');
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { type Stoppable, Supervisor } from './supervisor';

describe('a supervisor', () => {
  const events: string[] = [];

  beforeEach(() => {
    events.length = 0;
  });

  const aMember = (name: string, takesMs = 1): Stoppable => ({
    stop: async (graceMs) => {
      events.push(`${name} asked, ${graceMs ?? 'no'} ms`);
      await delay(takesMs);
      events.push(`${name} stopped`);
    },
  });

  it('stops in the reverse order, and those together that were added together', async () => {
    const supervisor = new Supervisor();
    supervisor.add(aMember('postgres'));
    supervisor.add(aMember('worker', 20), aMember('dispatcher', 5));
    supervisor.add(aMember('api'));

    await supervisor.stopAll(3_000);

    expect(events.filter((event) => event.endsWith('asked, 3000 ms'))).toHaveLength(4);
    expect(events.filter((event) => event.endsWith('stopped'))).toEqual([
      'api stopped',
      'dispatcher stopped',
      'worker stopped',
      'postgres stopped',
    ]);
  });

  it('goes on when one cannot be stopped, and stops each only once', async () => {
    const supervisor = new Supervisor();
    supervisor.add(aMember('postgres'));
    supervisor.add({ stop: () => Promise.reject(new Error('no')) });
    await Promise.all([supervisor.stopAll(1), supervisor.stopAll(1)]);
    expect(events).toEqual(['postgres asked, 1 ms', 'postgres stopped']);
  });
});

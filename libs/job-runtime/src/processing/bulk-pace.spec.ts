import { BulkPace } from './bulk-pace';

const jobs = 20;

describe('the pace of bulk jobs', () => {
  async function turnsBetween(pace: BulkPace): Promise<number> {
    let turns = 0;
    let counting = true;
    const count = () => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    setImmediate(count);
    await Promise.all(Array.from({ length: jobs }, () => pace.next()));
    counting = false;
    return turns;
  }

  it('lets one begin in a turn of the event loop, so that whatever else is due gets its turn in between', async () => {
    expect(await turnsBetween(new BulkPace(() => 0))).toBeGreaterThanOrEqual(jobs - 1);
  });

  it('leaves many turns between them while single jobs are about, and wastes none when there are none', async () => {
    expect(await turnsBetween(new BulkPace(() => Date.now()))).toBeGreaterThan(10 * jobs);
    expect(await turnsBetween(new BulkPace(() => Date.now() - 2_000))).toBeLessThan(3 * jobs);
  });
});

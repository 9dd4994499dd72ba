import { Gathering } from './gathering';

describe('gathering', () => {
  it('sends what comes within its time together, in its order', async () => {
    const groups: number[][] = [];
    const gathering = new Gathering<number, string>(
      async (items) => {
        groups.push([...items]);
        return items.map((item) => `done ${item}`);
      },
      { waitMs: 20, groupSize: 10 },
    );
    expect(await Promise.all([1, 2, 3].map((item) => gathering.add(item)))).toEqual(['done 1', 'done 2', 'done 3']);
    await gathering.add(4);
    expect(groups).toEqual([[1, 2, 3], [4]]);
  });

  it('waits neither for time when a group is full, nor for a group that is under way', async () => {
    const groups: number[][] = [];
    const gathering = new Gathering<number, number>(
      (items) => {
        groups.push([...items]);
        return items.includes(1) ? new Promise(() => undefined) : Promise.resolve(items);
      },
      { waitMs: 20_000, groupSize: 2 },
    );
    void gathering.add(1);
    void gathering.add(2);
    expect(await Promise.all([gathering.add(3), gathering.add(4)])).toEqual([3, 4]);
    expect(groups).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it('fails the group that failed and goes on with the next; nobody is left without an answer', async () => {
    let calls = 0;
    const gathering = new Gathering<number, number>(
      async (items) => {
        calls += 1;
        if (calls === 1) throw new Error('down');
        return items.slice(1);
      },
      { waitMs: 1, groupSize: 2 },
    );
    await expect(Promise.all([gathering.add(1), gathering.add(2)])).rejects.toThrow('down');
    const [third, fourth] = await Promise.allSettled([gathering.add(3), gathering.add(4)]);
    expect([third.status, fourth.status]).toEqual(['fulfilled', 'rejected']);
  });
});

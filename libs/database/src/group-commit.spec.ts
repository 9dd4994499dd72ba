import { GroupCommit } from './group-commit';

function recording(options: { groups: number; groupSize: number; distanceMs?: number } = { groups: 1, groupSize: 3 }) {
  const groups: number[][] = [];
  const release: (() => void)[] = [];
  const commit = new GroupCommit<number, string>(async (items) => {
    groups.push([...items]);
    await new Promise<void>((resolve) => release.push(resolve));
    return items.map((item) => `done ${item}`);
  }, options);
  // A timer that is late runs before what was put off until this turn; so the turn ends after that.
  const turn = () => new Promise((resolve) => setTimeout(() => setImmediate(resolve), 5));
  return { groups, release, commit, turn };
}

describe('GroupCommit', () => {
  it('sends what comes while a group is under way together as the next group', async () => {
    const { groups, release, commit, turn } = recording();
    const first = commit.add(1);
    await turn();
    const rest = [2, 3, 4, 5].map((item) => commit.add(item));
    await turn();
    expect(groups).toEqual([[1]]);
    release[0]!();
    await turn();
    release[1]!();
    await turn();
    release[2]!();
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
    expect(await Promise.all([first, ...rest])).toEqual(['done 1', 'done 2', 'done 3', 'done 4', 'done 5']);
  });

  it('fails the group that failed and goes on with the next', async () => {
    let calls = 0;
    const commit = new GroupCommit<number, number>(
      async (items) => {
        calls += 1;
        if (calls === 1) throw new Error('down');
        return items;
      },
      { groups: 1, groupSize: 10 },
    );
    await expect(Promise.all([commit.add(1), commit.add(2)])).rejects.toThrow('down');
    await expect(commit.add(3)).resolves.toBe(3);
  });

  it('at a distance lets the first go at once, and waits with the next for company until the group is full', async () => {
    const { groups, release, commit, turn } = recording({ groups: 1, groupSize: 3, distanceMs: 60_000 });
    void commit.add(1);
    await turn();
    expect(groups).toEqual([[1]]);
    release[0]!();
    await turn();
    void commit.add(2);
    void commit.add(3);
    await turn();
    expect(groups).toEqual([[1]]);
    void commit.add(4);
    await turn();
    expect(groups).toEqual([[1], [2, 3, 4]]);
  });

  it('at a distance leaves nobody behind who finds no company, or whose group went without him', async () => {
    const { groups, release, commit } = recording({ groups: 1, groupSize: 2, distanceMs: 5 });
    const items = [1, 2, 3].map((item) => commit.add(item));
    const released = setInterval(() => release.splice(0).forEach((go) => go()), 5);
    expect(await Promise.all(items)).toEqual(['done 1', 'done 2', 'done 3']);
    expect(await commit.add(4)).toBe('done 4');
    clearInterval(released);
    expect(groups).toEqual([[1, 2], [3], [4]]);
  });

  it('does not leave an item without an answer when the group was answered in part', async () => {
    const commit = new GroupCommit<number, number>(async () => [1], { groups: 1, groupSize: 10 });
    const [first, second] = [commit.add(1), commit.add(2)];
    await expect(first).resolves.toBe(1);
    await expect(second).rejects.toThrow('answered in part');
  });
});

import { openTestContext, type TestContext } from '@bonafide/testing';

import { Database } from './database.service';
import type { Transaction } from './transaction';

describe('a transaction', () => {
  let context: TestContext;
  let database: Database;

  beforeAll(async () => {
    context = await openTestContext();
    database = context.context.get(Database);
    await context.database.query('CREATE TABLE notes (id integer PRIMARY KEY, text text NOT NULL)');
  }, 60_000);

  beforeEach(() => context.database.query('TRUNCATE notes'));
  afterAll(() => context.close());

  const insert = (tx: Transaction, id: number) => tx.query('INSERT INTO notes VALUES ($1, $2)', [id, `note ${id}`]);
  const stored = async () =>
    (await context.database.query<{ id: number }>('SELECT id FROM notes ORDER BY id')).map(({ id }) => id);

  it('stores all of what was sent together, in the order in which it was sent', async () => {
    await database.transaction(async (tx) => {
      const [, changed] = await Promise.all([
        insert(tx, 1),
        tx.query<{ text: string }>(`UPDATE notes SET text = 'changed' WHERE id = 1 RETURNING text`),
        insert(tx, 2),
      ]);
      expect(changed).toEqual([{ text: 'changed' }]);
    });
    expect(await stored()).toEqual([1, 2]);
  });

  it('stores nothing when one of the statements that were sent together fails', async () => {
    const work = database.transaction((tx) => Promise.all([insert(tx, 1), insert(tx, 1), insert(tx, 2)]));
    await expect(work).rejects.toThrow('duplicate key');
    expect(await stored()).toEqual([]);
  });

  it('does not pass for committed when a failed statement was overlooked', async () => {
    const told: string[] = [];
    const work = database.transaction(async (tx) => {
      tx.afterCommit(() => told.push('committed'));
      await insert(tx, 1);
      await insert(tx, 1).catch(() => undefined);
    });
    await expect(work).rejects.toThrow('rolled back');
    expect(await stored()).toEqual([]);
    expect(told).toEqual([]);
  });

  it('takes no statement that comes when it is over: its connection is somebody else’s by then', async () => {
    let late: Promise<unknown> = Promise.resolve();
    const work = database.transaction(async (tx) => {
      const follower = insert(tx, 1)
        .catch(() => undefined)
        .then(() => new Promise((resolve) => setTimeout(resolve, 50)))
        .then(() => insert(tx, 3));
      late = follower;
      follower.catch(() => undefined);
      await Promise.all([follower, tx.query('SELECT 1 / 0')]);
    });
    await expect(work).rejects.toThrow('division by zero');
    await expect(late).rejects.toThrow('is over');
    expect(await stored()).toEqual([]);
  });

  it('leaves a connection behind that works, whatever went wrong on it', async () => {
    const failing = Array.from({ length: 30 }, () =>
      database.transaction((tx) => Promise.all([tx.query('SELECT 1 / 0'), insert(tx, 7)])).catch(() => 'failed'),
    );
    expect(new Set(await Promise.all(failing))).toEqual(new Set(['failed']));
    await Promise.all(Array.from({ length: 30 }, (_, id) => database.transaction((tx) => insert(tx, id))));
    expect(await stored()).toHaveLength(30);
  });

  it('is one also for what TypeORM writes in it', async () => {
    const work = database.transaction(async (tx) => {
      await tx.manager.query(`INSERT INTO notes VALUES (1, 'by TypeORM')`);
      expect(tx.manager.queryRunner?.isTransactionActive).toBe(true);
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect(await stored()).toEqual([]);
  });
});

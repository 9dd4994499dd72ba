import type { Pool, PoolClient } from 'pg';
import type { EntityManager, QueryRunner } from 'typeorm';

import { sendTogether } from './send-together';

/** An open transaction. Whoever is handed one writes with it, so that all is stored or nothing. */
export class Transaction {
  private readonly afterCommitCallbacks: (() => void)[] = [];
  private isOver = false;

  constructor(
    private readonly runner: QueryRunner,
    private readonly connection: PoolClient,
  ) {}

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Rows as Postgres gives them; `Row` is the caller's word for their shape. */
  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.send<Row>(sql, parameters);
  }

  /** As {@link query}, for SQL that never changes and runs often: Postgres reads and plans it once a connection. */
  prepared<Row extends object>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return this.send<Row>(sql, parameters, name);
  }

  /** For what may only happen when the transaction has happened: a wake-up call, a metric. Not run on rollback. */
  afterCommit(callback: () => void): void {
    this.afterCommitCallbacks.push(callback);
  }

  /** @internal called by the one who committed */
  committed(): void {
    for (const callback of this.afterCommitCallbacks) callback();
  }

  /**
   * @internal Begins, works, and commits or rolls back. Nobody waits for the answer to BEGIN: it goes out with the first
   * statement. Should it not arrive, neither does what follows it on the same connection.
   */
  async run<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    sendTogether(this.connection);
    const begun = this.connection.query('BEGIN');
    begun.catch(() => undefined);
    // So that TypeORM, which did not begin it, neither begins nor commits one of its own around an entity.
    Object.assign(this.runner, { isTransactionActive: true });
    try {
      const result = await work(this);
      await begun;
      await this.commit();
      return result;
    } catch (error) {
      this.isOver = true;
      await this.connection.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      this.isOver = true;
      Object.assign(this.runner, { isTransactionActive: false });
    }
  }

  /**
   * Of several statements that were sent together one may fail, and the others' followers come when all has been rolled
   * back and the connection belongs to somebody else.
   */
  private async send<Row extends object>(sql: string, parameters: readonly unknown[], name?: string): Promise<Row[]> {
    if (this.isOver) throw new Error('The transaction is over.');
    sendTogether(this.connection);
    return rowsOf<Row>(this.connection, sql, parameters, name);
  }

  /** Postgres answers the COMMIT of a transaction in which a statement failed with ROLLBACK, and without an error. */
  private async commit(): Promise<void> {
    const { command } = await this.connection.query('COMMIT');
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back, for a statement in it had failed.');
  }
}

/** Straight to the driver: TypeORM answers an UPDATE or DELETE with another shape than a SELECT. */
export async function rowsOf<Row extends object>(
  connection: Pool | PoolClient,
  sql: string,
  parameters: readonly unknown[],
  name?: string,
): Promise<Row[]> {
  const statement = { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) };
  const { rows } = await connection.query<Row>(statement);
  return rows;
}

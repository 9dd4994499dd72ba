import type { Pool, PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';

/** An open transaction. Whoever is handed one writes with it, so that all is stored or nothing. */
export class Transaction {
  private readonly afterCommitCallbacks: (() => void)[] = [];

  constructor(
    readonly manager: EntityManager,
    private readonly connection: PoolClient,
  ) {}

  /** Rows as Postgres gives them; `Row` is the caller's word for their shape. */
  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(this.connection, sql, parameters);
  }

  /** As {@link query}, for SQL that never changes and runs often: Postgres reads and plans it once a connection. */
  prepared<Row extends object>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return rowsOf<Row>(this.connection, sql, parameters, name);
  }

  /** For what may only happen when the transaction has happened: a wake-up call, a metric. Not run on rollback. */
  afterCommit(callback: () => void): void {
    this.afterCommitCallbacks.push(callback);
  }

  /** @internal called by the one who committed */
  committed(): void {
    for (const callback of this.afterCommitCallbacks) callback();
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

import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { DataSource } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

import { Readiness } from '@bonafide/observability';

import { rowsOf, Transaction } from './transaction';

/** Postgres, as the rest of the code sees it. */
@Injectable()
export class Database implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly readiness: Readiness,
  ) {}

  onModuleInit(): void {
    this.readiness.register('postgres', () => this.query('SELECT 1').then(() => true));
  }

  /** One statement in a transaction of its own. */
  query<Row extends object>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return rowsOf<Row>(this.pool, sql, parameters);
  }

  /** As {@link query}, for SQL that never changes and runs often: Postgres reads and plans it once a connection. */
  prepared<Row extends object>(name: string, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
    return rowsOf<Row>(this.pool, sql, parameters, name);
  }

  private get pool(): Pool {
    return (this.dataSource.driver as PostgresDriver).master as Pool;
  }

  /** Commits when the work is done, rolls back when it throws. READ COMMITTED. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const runner = this.dataSource.createQueryRunner();
    try {
      const tx = new Transaction(runner, (await runner.connect()) as PoolClient);
      const result = await tx.run(work);
      tx.committed();
      return result;
    } finally {
      await runner.release();
    }
  }
}

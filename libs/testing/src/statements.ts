import { Database, Transaction } from '@bonafide/database';

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** A database that writes down what it is asked. It has nothing in it, unless the test says what it answers. */
export class Statements {
  readonly seen: Statement[] = [];
  readonly tx: Transaction;
  readonly database: Database;

  constructor(answerTo: (sql: string) => readonly object[] = () => []) {
    const answer = async (sql: string, parameters: readonly unknown[] = []) => {
      this.seen.push({ sql, parameters });
      return answerTo(sql);
    };
    const ways = {
      query: answer,
      prepared: (_: string, sql: string, parameters: readonly unknown[]) => answer(sql, parameters),
    };
    this.tx = Object.assign(Object.create(Transaction.prototype) as Transaction, ways);
    this.database = Object.assign(Object.create(Database.prototype) as Database, ways, {
      transaction: (work: (tx: Transaction) => Promise<unknown>) => work(this.tx),
    });
  }
}

import { isUnreachable, sqlStateOf } from './postgres-errors';

const postgresError = (code: string) => Object.assign(new Error('Words of Postgres'), { code });
const wrapped = (driverError: Error) => Object.assign(new Error('Words of TypeORM'), { driverError });
const named = (name: string) => Object.assign(new Error('Query runner already released.'), { name });

describe('an error', () => {
  it.each([
    ['of Postgres that is being shut down', postgresError('57P01')],
    ['of Postgres that is starting', postgresError('57P03')],
    ['of Postgres that has no connection to spare', postgresError('53300')],
    ['of Postgres, wrapped', wrapped(postgresError('57P01'))],
    ['of a refused connection', postgresError('ECONNREFUSED')],
    ['of a broken pipe', postgresError('EPIPE')],
    ['of a connection that ended', new Error('Connection terminated unexpectedly')],
    [
      'of a connection that had ended before',
      new Error('Client has encountered a connection error and is not queryable'),
    ],
    ['of a pool without connections', new Error('timeout exceeded when trying to connect')],
    ['of a transaction whose connection is gone', named('QueryRunnerAlreadyReleasedError')],
  ])('%s says that Postgres is away', (_, error) => {
    expect(isUnreachable(error)).toBe(true);
  });

  it.each([
    ['of a row that is there already', postgresError('23505')],
    ['of a statement that took too long', postgresError('57014')],
    ['of SQL that is wrong', postgresError('42601')],
    ['of ours', new Error('A screening was submitted and has no id.')],
    ['that is none', 'ECONNREFUSED'],
  ])('%s does not', (_, error) => {
    expect(isUnreachable(error)).toBe(false);
  });

  it('keeps its SQLSTATE however it is wrapped', () => {
    expect(sqlStateOf(wrapped(postgresError('23505')))).toBe('23505');
    expect(sqlStateOf(new Error('Without'))).toBeNull();
  });
});

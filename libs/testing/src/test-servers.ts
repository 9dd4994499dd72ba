/** The servers that `npm test` has started or was given. */
export function testDatabaseServerUrl(): string {
  const url = process.env.BONAFIDE_TEST_DATABASE_URL;
  if (url === undefined || url === '') {
    throw new Error('These tests need a Postgres: run them with "npm test -- <jest arguments>", which brings one.');
  }
  return url;
}

/** Null on a machine without Redis, where the queues run on BullMQ's PostgreSQL backend. */
export function testRedisUrl(): string | null {
  const url = process.env.BONAFIDE_TEST_REDIS_URL;
  return url === undefined || url === '' ? null : url;
}

/** `describe` where there is a Redis; elsewhere the tests are skipped, and `npm test` says so. */
export const describeWithRedis: jest.Describe = testRedisUrl() === null ? describe.skip : describe;

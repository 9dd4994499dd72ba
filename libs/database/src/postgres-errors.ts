/** The SQLSTATE of an error that came from Postgres, however it is wrapped; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (driverError instanceof Error) return sqlStateOf(driverError);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/**
 * Postgres is going down, is away or has no connection to spare: the same may well work in a moment. A statement that was
 * stopped for taking too long (57014) is none of these: it would take too long again.
 */
export function isUnreachable(error: unknown): boolean {
  if (/^(08|53|57P)/.test(sqlStateOf(error) ?? '')) return true;
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // The driver and TypeORM have no codes for a connection that broke between two statements.
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(String(code)) ||
    /Connection terminated|is not queryable|timeout exceeded when trying to connect/.test(error.message) ||
    error.name === 'QueryRunnerAlreadyReleasedError'
  );
}

/** The SQLSTATE of an error that came from Postgres, however it is wrapped; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, driverError } = error as { code?: unknown; driverError?: unknown };
  if (driverError instanceof Error) return sqlStateOf(driverError);
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

/** A row that a unique index does not allow (23505). */
export function isUniqueViolation(error: unknown): boolean {
  return sqlStateOf(error) === '23505';
}

import type { LogFields } from './log';

/**
 * What may be said of an error: its class, its code and the places it passed. Never its message, for that of a driver
 * or a library may quote the row or the request it stumbled over.
 */
export function describeError(error: unknown): Pick<LogFields, 'errorName' | 'errorCode' | 'frames'> {
  if (!(error instanceof Error)) return { errorName: typeof error };
  return { errorName: nameOf(error), errorCode: codeOf(error), frames: framesOf(error).slice(0, 8) };
}

function nameOf(error: Error): string {
  const cause = error.cause instanceof Error ? ` < ${nameOf(error.cause)}` : '';
  return `${error.name}${cause}`;
}

function codeOf(error: Error): string | undefined {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' || typeof code === 'number') return String(code).slice(0, 60);
  return cause instanceof Error ? codeOf(cause) : undefined;
}

function framesOf(error: Error): string[] {
  const lines = (error.stack ?? '').split('\n').map((line) => line.trim());
  return lines.filter((line) => /^at .*:\d+:\d+\)?$/.test(line)).map((line) => line.slice(3));
}

import { statSync } from 'node:fs';
import { resolve } from 'node:path';

/** What the user typed cannot be followed; the message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The absolute path of a file or directory that an option names. Throws `UsageError` when there is none. */
export function existingPath(
  option: string,
  kind: 'file' | 'directory',
  path: string,
  workingDirectory: string,
): string {
  const absolute = resolve(workingDirectory, path);
  const found = statSync(absolute, { throwIfNoEntry: false });
  const isRight = kind === 'file' ? found?.isFile() : found?.isDirectory();
  if (!isRight) throw new UsageError(`${option}: there is no ${kind} ${absolute}`);
  return absolute;
}

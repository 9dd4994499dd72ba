import { closeSync, existsSync, fstatSync, openSync, readSync, statSync, truncateSync } from 'node:fs';

const maxLogBytes = 10 * 1024 * 1024;
const tailBytes = 4_096;

/** Opens a log for appending; one that has grown past 10 MiB begins anew. */
export function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > maxLogBytes) truncateSync(file);
  return openSync(file, 'a', 0o600);
}

/** What was written to the log after the byte `from`, at most the last 4 KiB of it. */
export function readLogFrom(file: string, from: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(from, size - tailBytes, 0);
    const buffer = Buffer.alloc(Math.max(size - start, 0));
    const length = readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString('utf8', 0, length).trim();
  } finally {
    closeSync(descriptor);
  }
}

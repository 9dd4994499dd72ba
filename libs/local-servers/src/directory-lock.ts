import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { commandLineOf } from './leftover-process';

/**
 * Lets one launcher at a time use the directory. Returns null and keeps it until this process ends, or the id of the
 * process that holds it. The lock of a launcher that was killed is taken over.
 */
export function lockDirectory(directory: string): number | null {
  const file = join(directory, 'launcher.pid');
  mkdirSync(directory, { recursive: true });
  const holder = readHolder(file);
  const program = basename(process.argv[1] ?? 'node');
  if (holder !== null && holder !== process.pid && commandLineOf(holder)?.includes(program)) return holder;
  rmSync(file, { force: true });
  writeFileSync(file, String(process.pid), { flag: 'wx' });
  process.on('exit', () => rmSync(file, { force: true }));
  return null;
}

function readHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 1 ? pid : null;
  } catch {
    return null;
  }
}

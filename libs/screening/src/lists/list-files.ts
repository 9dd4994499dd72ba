import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type ListFiles } from './list-source';
import { PublicationError } from './publication-error';
import { LARGEST_FILE_BYTES } from './reading/read-text';

/** Lists come as these; a directory may hold notes, schemas and pictures as well. */
const LIST_FILE = /\.(?:csv|xml|json)$/u;

/** Reads the files of a directory that may be lists. Throws `PublicationError` for one that is too large to be a list. */
export function readListFiles(directory: string): ListFiles {
  const files = new Map<string, Buffer>();
  for (const name of readdirSync(directory).sort()) {
    const file = name.toLowerCase();
    const path = join(directory, name);
    const status = statSync(path);
    if (!status.isFile() || !LIST_FILE.test(file)) continue;
    if (files.has(file)) throw new PublicationError({ file }, 'the directory holds the file twice, in other letters.');
    if (status.size > LARGEST_FILE_BYTES) {
      throw new PublicationError({ file }, `the file has ${status.size} bytes; no list is that large.`);
    }
    files.set(file, readFileSync(path));
  }
  return files;
}

/** In hexadecimal, of all files in the order of their names, each with its name and length before it. */
export function sha256OfFiles(files: ListFiles): string {
  const hash = createHash('sha256');
  for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash.update(`${name}:${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

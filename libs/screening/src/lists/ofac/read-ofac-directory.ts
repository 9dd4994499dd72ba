import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OfacDelimitedFiles } from './ofac-delimited';

/** Reads the four delimited files from a directory that holds them under OFAC's names, in lower case. */
export function readOfacDirectory(directory: string): OfacDelimitedFiles {
  const read = (file: string): Buffer => readFileSync(join(directory, file));
  return { sdn: read('sdn.csv'), alt: read('alt.csv'), add: read('add.csv'), comments: read('sdn_comments.csv') };
}

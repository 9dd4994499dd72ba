import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { type PublicationOrigin } from './publication';

export const originOf = (directory: string): PublicationOrigin =>
  resolve(directory) === sandboxListDirectory() ? 'sandbox' : 'directory';

/** Beside the sources, which also lie in the image: found from the compiled file as well. */
export function sandboxListDirectory(): string {
  for (let directory = __dirname; directory !== dirname(directory); directory = dirname(directory)) {
    const candidate = join(directory, 'libs/screening/sandbox-list');
    if (existsSync(join(candidate, 'sdn.csv'))) return candidate;
  }
  throw new Error('The sandbox list is missing: libs/screening/sandbox-list belongs to the installation.');
}

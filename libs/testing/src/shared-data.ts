import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { projectRoot } from './project-root';

/**
 * A path in the folder of real test data, which is not part of the repository; null where it is not there, after saying so.
 * The folder is `../shared/data` unless `BONAFIDE_SHARED_DATA` names another.
 */
export function sharedData(path: string): string | null {
  const folder = resolve(projectRoot, process.env.BONAFIDE_SHARED_DATA ?? '../shared/data');
  const found = join(folder, path);
  if (existsSync(found)) return found;
  process.stderr.write(`No test data at ${found}: the tests use made-up data instead of "${path}".\n`);
  return null;
}

/** Tests on real data. Where there is none, one test in their place says so in its name; made-up data serve elsewhere. */
export function describeWithSharedData(path: string, title: string, tests: (found: string) => void): void {
  const found = sharedData(path);
  if (found !== null) {
    describe(title, () => tests(found));
    return;
  }
  it(`${title}: not tested here, for there is no ${path}`, () => {
    expect(found).toBeNull();
  });
}

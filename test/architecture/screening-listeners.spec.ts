import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

const moduleOf = (app: string): string => {
  const file = join(projectRoot, `apps/${app}/src/${app}.module.ts`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
};
/** It refreshes lists and settles no screening. */
const settlesNone = ['list-refresh-worker'];
const withScreenings = readdirSync(join(projectRoot, 'apps')).filter((app) =>
  /\b(ScreeningModule|ActiveListsModule)\b/.test(moduleOf(app)),
);

describe('a process that settles screenings', () => {
  it('is one of several', () => {
    expect(withScreenings.length).toBeGreaterThan(3);
  });

  it.each(withScreenings.filter((app) => !settlesNone.includes(app)))('lets customers know of it: %s', (app) => {
    if (/^\s*(?:.*[[ ,])?CustomersModule\b/m.test(moduleOf(app).replace(/^import .*$/gm, ''))) return;
    throw new Error(
      `apps/${app}/src/${app}.module.ts must import CustomersModule: a screening that it settles decides where a customer stands.`,
    );
  });
});

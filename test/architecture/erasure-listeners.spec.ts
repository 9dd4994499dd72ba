import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.service.ts'))
    .map((name) => read(`${folder}/${name}`));

/** Libs that keep something of customers which does not go with their row. */
const keeping = readdirSync(join(projectRoot, 'libs')).filter((lib) =>
  sourcesOf(`libs/${lib}/src`).some((source) => /implements (?:\w+, )*ErasureListener\b/.test(source)),
);

const moduleOf = (lib: string): string => {
  const [, name] = /export \{ (\w+Module) \}/.exec(read(`libs/${lib}/src/index.ts`)) ?? [];
  if (name === undefined) throw new Error(`libs/${lib} exports no module.`);
  return name;
};

/** Whoever calls `eraseDue`. */
const erasing = readdirSync(join(projectRoot, 'apps')).filter((app) =>
  sourcesOf(`apps/${app}/src`).some((source) => /\beraseDue\(/.test(source)),
);

describe('a process that erases customers', () => {
  it('is there, and something is kept elsewhere', () => {
    expect(erasing).not.toEqual([]);
    expect(keeping).not.toEqual([]);
  });

  it.each(erasing.flatMap((app) => keeping.map((lib) => [app, lib] as const)))(
    '(%s) knows those who keep something of them: %s',
    (app, lib) => {
      const imports = read(`apps/${app}/src/${app}.module.ts`).replace(/^import .*$/gm, '');
      if (imports.includes(`${moduleOf(lib)},`)) return;
      throw new Error(`apps/${app}/src/${app}.module.ts must import ${moduleOf(lib)}: what it keeps would stay.`);
    },
  );
});

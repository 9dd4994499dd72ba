import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

interface Violation {
  readonly rule: { readonly name: string; readonly severity: string };
  readonly from: string;
}

type Files = Readonly<Record<string, string>>;

const mayImport = jest.requireActual<Record<string, readonly string[]>>('../../architecture.cjs');
const { forbidden } = jest.requireActual<{ forbidden: readonly { name: string }[] }>('../../.dependency-cruiser.cjs');
const libs = Object.keys(mayImport);

/** Each rule with files that break it; the first is the one to blame. */
const breaking: Readonly<Record<string, Files>> = {
  ...Object.fromEntries(forbidden.slice(0, libs.length).map(({ name }, index) => [name, layerBreaking(libs[index]!)])),
  'no-circles': {
    'libs/jobs/src/egg.ts': `import type { Hen } from './hen';\nexport type Egg = Hen;`,
    'libs/jobs/src/hen.ts': `import type { Egg } from './egg';\nexport type Hen = Egg | null;`,
  },
  'apps-are-islands': {
    'apps/one/src/borrowing.ts': `export { lent } from '../../two/src/lending';`,
    'apps/two/src/lending.ts': `export const lent = 1;`,
  },
  'nothing-imports-an-app': {
    'libs/jobs/src/upside-down.ts': `export { lent } from '../../../apps/two/src/lending';`,
    'apps/two/src/lending.ts': `export const lent = 1;`,
  },
  'every-lib-is-in-the-table': {
    'apps/one/src/unlisted.ts': `export { stray } from '../../../libs/unlisted/src';`,
    'libs/unlisted/src/index.ts': `export const stray = 1;`,
  },
  'front-door-only': {
    'apps/one/src/back-door.ts': `export { inner } from '../../../libs/jobs/src/inner';`,
    'libs/jobs/src/inner.ts': `export const inner = 1;`,
  },
  'no-own-front-door': {
    'libs/jobs/src/round-about.ts': `export * from './index';`,
    'libs/jobs/src/index.ts': `export const job = 1;`,
  },
  'bullmq-lives-in-job-runtime': {
    'apps/one/src/own-queue.service.ts': `import { Queue } from 'bullmq';\nexport const queue = Queue;`,
  },
  'plain-file-plain-typescript': {
    'libs/jobs/src/not-so-plain.ts': `import { Injectable } from '@nestjs/common';\nexport const decorator = Injectable;`,
  },
  'tests-are-leaves': {
    'libs/jobs/src/borrows-from-a-test.ts': `export { wanted } from './tested.spec';`,
    'libs/jobs/src/tested.spec.ts': `export const wanted = 1;`,
  },
  'no-orphans': { 'libs/jobs/src/lonely.ts': `export const lonely = 1;` },
  resolvable: { 'libs/jobs/src/lost.ts': `export { nothing } from './nowhere';` },
  'production-has-no-dev-dependency': {
    'apps/one/src/compiles.ts': `import ts from 'typescript';\nexport const version = ts.version;`,
  },
};

/** A lib that imports one that it may not; where it may import all, one that is not in the table. */
function layerBreaking(lib: string): Files {
  const allowed = mayImport[lib] ?? [];
  const other = libs.find((candidate) => candidate !== lib && !allowed.includes(candidate)) ?? 'unlisted';
  return {
    [`libs/${lib}/src/reaches-too-far.ts`]: `export * from '../../${other}/src';`,
    [`libs/${other}/src/index.ts`]: `export const anything = 1;`,
  };
}

/** Runs dependency-cruiser, with our rules, over a tree of these files alone. */
function cruise(files: Files): readonly Violation[] {
  mkdirSync(join(projectRoot, '.local'), { recursive: true });
  // Inside the project, so that packages are found; its own settings, so that paths begin at its root.
  const root = mkdtempSync(join(projectRoot, '.local/dependency-rules-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'architecture.cjs', 'package.json', 'tsconfig.json']) {
      cpSync(join(projectRoot, name), join(root, name));
    }
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const folders = ['apps', 'libs'].filter((folder) => Object.keys(files).some((path) => path.startsWith(folder)));
    const { stdout, stderr } = spawnSync(
      join(projectRoot, 'node_modules/.bin/depcruise'),
      [...folders, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
      { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
    );
    if (stdout === '') throw new Error(`dependency-cruiser did not run. ${stderr}`);
    return (JSON.parse(stdout) as { summary: { violations: Violation[] } }).summary.violations;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('the rules of .dependency-cruiser.cjs', () => {
  let violations: readonly Violation[];

  beforeAll(() => {
    // All at once: a run takes a second or two.
    violations = cruise(Object.assign({}, ...Object.values(breaking)) as Files);
  }, 60_000);

  it('each have an example that breaks them', () => {
    expect(Object.keys(breaking).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(breaking))('%s is told of who breaks it', (name, files) => {
    const [culprit] = Object.keys(files);
    const told = violations.filter(({ rule, from }) => rule.name === name && from === culprit);
    expect(told.map(({ rule }) => rule.severity)).toContain('error');
  });

  it('have nothing to say of a tree that keeps to them', () => {
    const good = {
      'libs/identifiers/src/index.ts': `export { id } from './id';`,
      'libs/identifiers/src/id.ts': `export const id = 1;`,
      'libs/jobs/src/index.ts': `export { job } from './job';`,
      'libs/jobs/src/job.ts': `import { id } from '../../identifiers/src';\nexport const job = id;`,
      'apps/one/src/main.ts': `import { Injectable } from '@nestjs/common';\nimport { job } from '../../../libs/jobs/src';\nexport const both = [Injectable, job];`,
    };
    expect(cruise(good)).toEqual([]);
  }, 60_000);
});

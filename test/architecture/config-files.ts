import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

type ConfigClass = new () => object;

export interface ConfigFile {
  /** From the root of the project. */
  readonly path: string;
  readonly classes: readonly ConfigClass[];
}

/** Imports every `*.config.ts` of libs and apps, so that `declaredSettings()` knows all settings there are. */
export async function importConfigFiles(): Promise<readonly ConfigFile[]> {
  const paths = ['libs', 'apps'].flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.config.ts'))
      .map((path) => join(folder, path)),
  );
  return Promise.all(
    paths.sort().map(async (path) => {
      const exported = (await import(join(projectRoot, path))) as Readonly<Record<string, unknown>>;
      const classes = Object.entries(exported).flatMap(([name, value]) =>
        name.endsWith('Config') && typeof value === 'function' ? [value as ConfigClass] : [],
      );
      return { path, classes };
    }),
  );
}

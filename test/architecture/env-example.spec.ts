import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { declaredSettings } from '@bonafide/configuration';
import { projectRoot } from '@bonafide/testing';

import { type ConfigFile, importConfigFiles } from './config-files';

const lines = readFileSync(join(projectRoot, '.env.example'), 'utf8').split('\n');
const examples = lines.flatMap((line, index) => {
  const [, comment, name, value] = /^(# )?([A-Z][A-Z0-9_]+)=(.*)$/.exec(line) ?? [];
  return name === undefined ? [] : [{ name, value, isOptional: comment !== undefined, before: lines[index - 1] ?? '' }];
});

/** A default as it would be written into the file. */
function textOf(value: unknown): string {
  if (value === undefined) return '';
  return Array.isArray(value) ? value.join() : JSON.stringify(value).replaceAll('"', '');
}

describe('.env.example', () => {
  let files: readonly ConfigFile[];

  beforeAll(async () => {
    files = await importConfigFiles();
  });

  it('names every setting, each once, and no setting that there is not', () => {
    const { missing, unknown } = {
      missing: declaredSettings().filter((name) => !examples.some((example) => example.name === name)),
      unknown: examples.filter(({ name }) => !declaredSettings().includes(name)).map(({ name }) => name),
    };
    // Missing: add it with a line that says what it means. Unknown: remove it.
    expect({ missing, unknown }).toEqual({ missing: [], unknown: [] });
    expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
  });

  it('shows the default that each really has, and leaves out the comment sign where there is none', () => {
    const shown = Object.fromEntries(examples.map(({ name, value, isOptional }) => [name, { value, isOptional }]));
    for (const config of files.flatMap(({ classes }) => classes).map((configClass) => new configClass())) {
      for (const [name, value] of Object.entries(config)) {
        expect({ name, ...shown[name] }).toEqual({ name, value: textOf(value), isOptional: expect.any(Boolean) });
      }
    }
    const required = examples.filter(({ isOptional }) => !isOptional).map(({ name }) => name);
    expect(required).toEqual(['DATABASE_URL', 'REDIS_URL', 'ENCRYPTION_MASTER_KEYS', 'API_KEY_PEPPER']);
  });

  it('says of each what it means', () => {
    const wordless = examples.filter(({ before }) => !/^# \S/.test(before));
    expect(wordless.map(({ name }) => name)).toEqual([]);
  });

  it('groups them by the lib or app that reads them', () => {
    const headings = lines.filter((line) => line.startsWith('# --- ')).join('\n');
    const owners = new Set(files.map(({ path }) => path.split('/').slice(0, 2).join('/')));
    expect([...owners].filter((owner) => !headings.includes(owner))).toEqual([]);
  });
});

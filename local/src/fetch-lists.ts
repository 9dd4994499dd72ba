import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { fetchList, LIST_SOURCES } from '@bonafide/screening';

const USAGE = `Fetches sanctions lists into a directory, so that a start never waits for a publisher.

  npm run lists:fetch -- [--to DIR] [--list ID]...

  --to DIR    where to put the files (lists); name it in LIST_DIRS
  --list ID   us-ofac-sdn unless told otherwise; may be given several times
  --url URL   a mirror of OFAC's service, with a slash at the end
`;

/** All files of all lists, or none: what is wrong with one is said, and the directory stays as it was. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      to: { type: 'string', default: 'lists' },
      list: { type: 'string', multiple: true, default: ['us-ofac-sdn'] },
      url: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const directory = resolve(values.to);
  const fetched = [];
  for (const id of values.list) {
    const source = LIST_SOURCES.find((candidate) => candidate.id === id);
    if (source === undefined) {
      throw new Error(`There is no list "${id}". There are: ${LIST_SOURCES.map((known) => known.id).join(', ')}.`);
    }
    fetched.push(await fetchList(source, values.url));
  }
  mkdirSync(directory, { recursive: true });
  for (const { files, publication } of fetched) {
    for (const [name, content] of files) {
      writeFileSync(join(directory, `.${name}.part`), content);
      renameSync(join(directory, `.${name}.part`), join(directory, name));
    }
    console.log(`${publication.source.id}: ${publication.entries.length} entries → ${directory}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

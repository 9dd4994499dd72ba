// npm run bench -- pipeline [options]: builds where needed, then runs one of bench/.
import { existsSync } from 'node:fs';

import { prepare } from './prepare.mjs';

const [name = ''] = process.argv.splice(2, 1);
await prepare();
const script = new URL(`../dist/bench/${name}.js`, import.meta.url);
if (!/^[a-z-]+$/.test(name) || !existsSync(script)) {
  console.error(
    'Which one? npm run bench -- pipeline | fairness | screening | changed-entries | rescreening | quality | screen-file | screening-file | customers',
  );
  process.exit(2);
}
await import(script);

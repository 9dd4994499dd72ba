// npm run screen -- --list-dir DIR --in FILE --out HITS.ndjson: installs and builds where needed, then screens a file.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../dist/local/src/screen.js', import.meta.url));

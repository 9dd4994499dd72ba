// npm run lists:fetch -- [--to DIR] [--list ID]: installs and builds where needed, then fetches sanctions lists.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../dist/local/src/fetch-lists.js', import.meta.url));

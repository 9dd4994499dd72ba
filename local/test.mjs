// npm test: installs and builds where needed, then runs the tests against servers of their own.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../dist/local/src/run-tests.js', import.meta.url));

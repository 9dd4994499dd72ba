// npm start: installs and builds where needed, then runs everything on this machine.
import { prepare } from './prepare.mjs';

await prepare();
await import(new URL('../dist/local/src/start.js', import.meta.url));

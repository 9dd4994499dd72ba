// npm run check: everything that can be said about the source without running it.
import { join } from 'node:path';
import { checkPlatform, install, root, run, secondsSince } from './prepare.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);

const checks = [
  ['prettier', ['--check', '.']],
  ['eslint', ['.']],
  ['tsc', ['--noEmit']],
  ['depcruise', ['apps', 'libs', 'local', 'bench', 'test', '--config', '.dependency-cruiser.cjs']],
  ['knip', []],
];

checkPlatform();
await install();

const startedAt = Date.now();
const failed = [];
for (const [name, args] of checks) {
  const checkStartedAt = Date.now();
  const { code, output } = await run(bin(name), args);
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${secondsSince(checkStartedAt)})`);
  if (code === 0) continue;
  failed.push(name);
  console.log(`${output}\n`);
}

const total = `${checks.length} checks in ${secondsSince(startedAt)}`;
console.log(failed.length === 0 ? `${total}, all passed` : `${total}, failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;

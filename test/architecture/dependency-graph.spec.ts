import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectRoot } from '@bonafide/testing';

const page = join(projectRoot, 'ARCHITECTURE.md');
const begin = '<!-- dependency graph: generated, see CONTRIBUTING.md -->';
const end = '<!-- end of the dependency graph -->';

/** Who imports whom, apps and libs as one node each, without what only tests import. */
function drawGraph(): string {
  const only = ['--include-only', '^(apps|libs)/', '--exclude', '\\.spec\\.ts$|^libs/(testing|local-servers)/'];
  return execFileSync(
    join(projectRoot, 'node_modules/.bin/depcruise'),
    [
      '--config',
      '.dependency-cruiser.cjs',
      '--collapse',
      '^(apps|libs)/[^/]+',
      ...only,
      '-T',
      'mermaid',
      'apps',
      'libs',
    ],
    { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  ).trim();
}

describe('ARCHITECTURE.md', () => {
  it('draws the dependencies that there are', () => {
    const text = readFileSync(page, 'utf8');
    const [before, rest = ''] = text.split(begin);
    const [drawn, after] = rest.split(end);
    if (after === undefined) throw new Error(`ARCHITECTURE.md must have the marks "${begin}" and "${end}".`);
    const wanted = `\n\n\`\`\`mermaid\n${drawGraph()}\n\`\`\`\n\n`;
    if (drawn === wanted) return;
    if (process.env.UPDATE_DEPENDENCY_GRAPH === '1') {
      writeFileSync(page, `${before}${begin}${wanted}${end}${after}`);
      return;
    }
    throw new Error(
      'The dependency graph in ARCHITECTURE.md is not what the code imports. Draw it anew: UPDATE_DEPENDENCY_GRAPH=1 npm test -- --selectProjects architecture',
    );
  });
});

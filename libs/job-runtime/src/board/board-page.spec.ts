import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { offeredPage } from './board-page';

const page = readFileSync(join(dirname(require.resolve('@bull-board/ui/package.json')), 'dist/index.ejs'), 'utf8');

describe('the board page', () => {
  it('fetches nothing from elsewhere', () => {
    expect(page).toContain('https://');
    expect(offeredPage(page)).not.toContain('https://');
  });

  it('hides what the ledger could not follow', () => {
    expect(offeredPage(page)).toMatch(/<style>[^<]*lucide-trash2[^<]*display:none[^<]*<\/style><\/head>/);
  });
});

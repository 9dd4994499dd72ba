import { migrate } from '@bonafide/database';
import { startOrExplain } from '@bonafide/observability';

/** `node dist/apps/api/src/migrate.js`: run once before a new version starts. */
void startOrExplain('migrate', async () => {
  const applied = await migrate();
  process.stdout.write(applied.length === 0 ? 'The database is up to date.\n' : `Applied: ${applied.join(', ')}\n`);
});

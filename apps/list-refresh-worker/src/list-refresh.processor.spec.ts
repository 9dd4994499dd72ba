import { ListRefresh } from '@bonafide/jobs';
import { DownloadError, type ListReader, type ListRefresh as ListRefreshService } from '@bonafide/screening';
import { performJob } from '@bonafide/testing';

import { ListRefreshProcessor } from './list-refresh.processor';

const lists = {
  find: async (id: string) => (id === 'us-ofac-sdn' ? { source: { id }, active: null, check: null } : null),
} as unknown as ListReader;

const perform = (refresh: () => Promise<string>, list = 'us-ofac-sdn') =>
  performJob(ListRefresh, new ListRefreshProcessor(lists, { refresh } as unknown as ListRefreshService), { list });

describe('the list refresh processor', () => {
  it.each(['unchanged', 'activated', 'rejected'])('completes with what came of it: %s', async (outcome) => {
    expect(await perform(async () => outcome)).toMatchObject({ result: { outcome } });
  });

  it('tries again later when the publisher cannot be reached', async () => {
    const down = () => Promise.reject(new DownloadError('The publisher answered 503.'));
    await expect(perform(down)).rejects.toMatchObject({ name: 'TransientError', code: 'publisher-unreachable' });
  });

  it('gives up at once on a list that there is not', async () => {
    await expect(perform(async () => 'unchanged', 'mars')).rejects.toMatchObject({
      name: 'PermanentError',
      code: 'list-unknown',
    });
  });
});

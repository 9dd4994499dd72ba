import {
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type ListRefresh as ListRefreshJob,
  type ListRefreshResult,
  PermanentError,
  TransientError,
} from '@bonafide/jobs';
import { DownloadError, ListReader, ListRefresh } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

/** One look for a new publication of one list. */
@Injectable()
export class ListRefreshProcessor implements JobProcessor<typeof ListRefreshJob> {
  constructor(
    private readonly lists: ListReader,
    private readonly refresh: ListRefresh,
  ) {}

  async process({ payload }: JobRun<typeof ListRefreshJob>): Promise<JobOutcome<ListRefreshResult>> {
    const list = await this.lists.find(payload.list);
    if (list === null) throw new PermanentError('list-unknown', 'There is no list with this id.');
    try {
      return completed({ outcome: await this.refresh.refresh(list.source) });
    } catch (error) {
      if (!(error instanceof DownloadError)) throw error;
      throw new TransientError('publisher-unreachable', error.message);
    }
  }
}

import {
  cancelled,
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type ScreeningFilePart,
  type ScreeningFilePartResult,
  waiting,
} from '@bonafide/jobs';
import {
  ActiveLists,
  compress,
  cutBatch,
  joinScreenedRows,
  type OpenedPart,
  PinnedLists,
  type ScreeningFilePartId,
  ScreeningFileParts,
  type ScreeningThreads,
  THREAD_BATCH,
} from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

const NO_LISTS_DELAY_MS = 5_000;

/** Some hundred rows of a file against the lists that the file was begun with. */
@Injectable()
export class ScreeningFilePartProcessor implements JobProcessor<typeof ScreeningFilePart> {
  constructor(
    private readonly parts: ScreeningFileParts,
    private readonly lists: ActiveLists,
    private readonly pinned: PinnedLists,
  ) {}

  async process({
    organizationId,
    payload,
    signal,
  }: JobRun<typeof ScreeningFilePart>): Promise<JobOutcome<ScreeningFilePartResult>> {
    const id = payload.partId as ScreeningFilePartId;
    const opened = await this.lists.use(async (inUse) => ({
      part: await this.parts.open(organizationId, id, inUse),
    }));
    if (opened === null) return later();
    const { part } = opened;
    if (part === null) return cancelled('part-gone');
    const result = await this.pinned.use(part.listSetId, (threads) => screen(part, threads, signal));
    return result === null ? later() : completed(result);
  }
}

const later = () => waiting(new Date(Date.now() + NO_LISTS_DELAY_MS));

/** In tasks as short as any: whoever shares the threads has a turn in between. */
async function screen(
  { batch, request }: OpenedPart,
  threads: ScreeningThreads,
  signal: AbortSignal,
): Promise<ScreeningFilePartResult> {
  const screened = await Promise.all(
    cutBatch(batch, THREAD_BATCH.rows).map((rows) => threads.screenRows(rows, request)),
  );
  signal.throwIfAborted();
  const { lines, ...counts } = joinScreenedRows(screened);
  const { engineVersion, configurationHash } = threads.description;
  return { engineVersion, configurationHash, ...counts, gzippedLines: await compress(lines) };
}

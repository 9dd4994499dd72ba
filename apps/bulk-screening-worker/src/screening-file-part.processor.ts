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
/** Whoever uses other earlier lists has a file to finish. Hundreds of parts may wait: they must not ask all the time. */
const OTHER_LISTS_DELAY_MS = 60_000;

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
    const fixed = await this.lists.use(async (inUse) => ({
      listSetId: await this.parts.listSetOf(organizationId, id, inUse),
    }));
    if (fixed === null) return later(NO_LISTS_DELAY_MS);
    if (fixed.listSetId === null) return cancelled('part-gone');
    // The rows are opened when they can be screened: a part that has to wait costs little.
    const outcome = await this.pinned.use(fixed.listSetId, async (threads) => {
      const part = await this.parts.open(organizationId, id);
      return part === null ? cancelled('part-gone') : completed(await screen(part, threads, signal));
    });
    return outcome ?? later(OTHER_LISTS_DELAY_MS);
  }
}

const later = (delayMs: number) => waiting(new Date(Date.now() + delayMs));

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

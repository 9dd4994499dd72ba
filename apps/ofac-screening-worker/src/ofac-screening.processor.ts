import {
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type OfacScreening,
  type OfacScreeningPayload,
  type OfacScreeningResult,
  PermanentError,
  waiting,
} from '@bonafide/jobs';
import { ActiveLists, engineSubjectOf, HITS_KEPT, isComparable, type ReadyLists } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

const NO_LIST_DELAY_MS = 5_000;

/** One subject against the lists in use. */
@Injectable()
export class OfacScreeningProcessor implements JobProcessor<typeof OfacScreening> {
  constructor(private readonly lists: ActiveLists) {}

  async process({ payload }: JobRun<typeof OfacScreening>): Promise<JobOutcome<OfacScreeningResult>> {
    if (![payload.name, ...payload.alternativeNames].some(isComparable)) {
      throw new PermanentError(
        'name-not-comparable',
        'No name is in letters that can be compared. Give it in Latin letters too, as an alternative name.',
      );
    }
    const outcome = await this.lists.use((lists) => screen(payload, lists));
    // No list is no reason to fail, and far less a reason to clear anybody.
    return outcome ?? waiting(new Date(Date.now() + NO_LIST_DELAY_MS));
  }
}

async function screen(
  { threshold, listThresholds = {}, ...subject }: OfacScreeningPayload,
  { listSetId, checkedAt, threads }: ReadyLists,
): Promise<JobOutcome<OfacScreeningResult>> {
  const request = { threshold, listThresholds, limit: HITS_KEPT };
  const { hits, truncated = false, unreadableWords = [] } = await threads.screen(engineSubjectOf(subject), request);
  const { engineVersion, configurationHash } = threads.description;
  return completed({
    listSetId,
    listsCheckedAt: checkedAt,
    engineVersion,
    configurationHash,
    truncated,
    unreadableWords,
    hits: hits.map((hit) => ({ list: hit.list, entryId: hit.entryId, score: hit.score, evidence: hit })),
  });
}

import {
  completed,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  type OfacScreening,
  type OfacScreeningResult,
  PermanentError,
  waiting,
} from '@bonafide/jobs';
import { engineSubjectOf, isComparable } from '@bonafide/screening';
import { Injectable } from '@nestjs/common';

import { ActiveList } from './active-list.service';

/** More hits than an analyst would ever read; the result says when there were more still. */
const HITS_AT_MOST = 100;
const NO_LIST_DELAY_MS = 5_000;

/** One subject against the list in use. */
@Injectable()
export class OfacScreeningProcessor implements JobProcessor<typeof OfacScreening> {
  constructor(private readonly list: ActiveList) {}

  async process({ payload }: JobRun<typeof OfacScreening>): Promise<JobOutcome<OfacScreeningResult>> {
    const ready = this.list.current();
    // No list is no reason to fail, and far less a reason to clear anybody.
    if (ready === null) return waiting(new Date(Date.now() + NO_LIST_DELAY_MS));
    if (![payload.name, ...payload.alternativeNames].some(isComparable)) {
      throw new PermanentError(
        'name-not-comparable',
        'No name is in letters that can be compared. Give it in Latin letters too, as an alternative name.',
      );
    }
    const { publication, engine, fingerprints } = ready;
    const { threshold, ...subject } = payload;
    const { hits, ...result } = engine.screen(engineSubjectOf(subject), { threshold, limit: HITS_AT_MOST });
    return completed({
      publicationId: publication.id,
      ...result,
      hits: hits.map((hit) => ({
        list: hit.list,
        entryId: hit.entryId,
        score: hit.score,
        evidence: hit,
        entryFingerprint: fingerprints.of(hit),
      })),
    });
  }
}

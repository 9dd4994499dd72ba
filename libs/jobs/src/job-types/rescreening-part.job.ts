import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class RescreeningPartPayload {
  @IsString()
  partId: string;
}

/** A subject with hits. */
export interface SubjectWithHits {
  readonly subjectId: string;
  /** As the screening keeps it: sealed for `screeningId`. */
  readonly screeningId: string;
  readonly sealedSubject: Buffer;
  /** What the subject was screened by, as its screening keeps it. */
  readonly threshold: number;
  readonly listThresholds: Readonly<Record<string, number>>;
  readonly thresholdVersion: number | null;
  /** Best first; the evidence is the hit as the engine explains it. */
  readonly hits: readonly {
    readonly list: string;
    readonly entryId: string;
    readonly score: number;
    readonly evidence: object;
  }[];
  readonly truncated: boolean;
}

export class RescreeningPartResult {
  listSetId: string;
  listsCheckedAt: Date;
  engineVersion: string;
  configurationHash: string;
  /** How many subjects were screened, those without hits as well. */
  screened: number;
  /** How many were monitored no more when they were to be read. */
  ended: number;
  /** Ids of those that could not be screened. */
  unscreened: readonly string[];
  found: readonly SubjectWithHits[];
}

/** Screens a range of monitored subjects against what changed, or against all. */
export const RescreeningPart = defineJob({
  type: 'rescreening-part',
  payload: RescreeningPartPayload,
  result: RescreeningPartResult,
  retry: exponentialRetry(6, seconds(1), minutes(5)),
  timeoutMs: minutes(10),
  // One reads and opens while the threads screen for the other.
  concurrency: 2,
  visibility: 'customer',
});

import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class RescreeningPlanningPayload {
  @IsString()
  rescreeningId: string;
}

/** A range of subjects by their ids, both ends included. */
export interface PlannedPart {
  readonly firstSubjectId: string;
  readonly lastSubjectId: string;
  readonly subjects: number;
}

export class RescreeningPlanningResult {
  /** The publications in use, with the one of the run among them. */
  listSetId: string;
  /** Whoever had begun, and not ended, at this number is in the run. A 64-bit integer, as text. */
  revision: string;
  /** Null for the whole lists. */
  entries: { readonly added: number; readonly changed: number; readonly removed: number } | null;
  parts: readonly PlannedPart[];
}

/** Finds who is to be screened again, and cuts them into parts. It belongs to the installation: a list changes for all. */
export const RescreeningPlanning = defineJob({
  type: 'rescreening-planning',
  payload: RescreeningPlanningPayload,
  result: RescreeningPlanningResult,
  retry: exponentialRetry(8, seconds(2), minutes(10)),
  timeoutMs: minutes(10),
  concurrency: 4,
  visibility: 'internal',
});

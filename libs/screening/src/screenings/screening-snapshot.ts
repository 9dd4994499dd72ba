import type { JobId } from '@bonafide/jobs';

import type { EngineHit } from '../matching/engine-hit';
import type { PublicationSnapshot } from '../publications/publication';
import type { HitState } from '../hits/hit-state';
import type {
  DispositionId,
  ListSetId,
  MonitoredSubjectId,
  RescreeningId,
  ScreeningHitId,
  ScreeningId,
} from '../screening-ids';
import type { ScreenedSubject } from './screening-request';

/**
 * `clear`: screened, and no hit is left that nobody has dismissed. `in_review`: a hit waits for a person. `confirmed`: a
 * person has found a true match. `pending`, `error` and `cancelled`: not screened, and so neither.
 */
export const screeningStates = ['pending', 'clear', 'in_review', 'confirmed', 'error', 'cancelled'] as const;
export type ScreeningState = (typeof screeningStates)[number];

/** A screening as it is listed. */
export interface ScreeningSummary {
  readonly id: ScreeningId;
  readonly jobId: JobId;
  readonly externalId: string | null;
  /** The person who asked for it, where the caller named one. */
  readonly submittedBy: string | null;
  /** Where the subject is, or was, monitored. */
  readonly monitoredSubjectId: MonitoredSubjectId | null;
  /** The rescreening that it was made by; null for one that somebody asked for. */
  readonly rescreeningId: RescreeningId | null;
  readonly state: ScreeningState;
  /** For every list that has none of its own. */
  readonly threshold: number;
  /** By the lists' ids. */
  readonly listThresholds: Readonly<Record<string, number>>;
  /** Of the organization's thresholds, 0 before any were set; null when the request brought its own, or nobody noted it. */
  readonly thresholdVersion: number | null;
  /** All hits, those that were suppressed as well. Null until the screening was done. */
  readonly hitCount: number | null;
  /** Hits that wait for a person. */
  readonly openHitCount: number | null;
  /** Whether there were more hits than are kept; null when nobody noted it. */
  readonly truncated: boolean | null;
  readonly errorCode: string | null;
  readonly engineVersion: string | null;
  readonly configurationHash: string | null;
  /** When the list that had been looked for longest ago was seen to be current. Null also where nobody noted it. */
  readonly listsCheckedAt: Date | null;
  readonly createdAt: Date;
  /** When the worker was done with it. */
  readonly settledAt: Date | null;
  /** When its last hit was disposed of. */
  readonly reviewedAt: Date | null;
}

/** What has come of a screening so far, and what it rests on. */
export interface ScreeningResult extends ScreeningSummary {
  /** The publications it was made against, by one id; null before it was done. */
  readonly listSetId: ListSetId | null;
  /** A person has confirmed a hit, whether or not others are open still. */
  readonly hasTrueMatch: boolean;
}

/** A hit as its screening shows it: the evidence, and what has become of it. */
export interface ScreeningHit extends EngineHit {
  readonly id: ScreeningHitId;
  readonly state: HitState;
  /** The disposition that keeps it from being looked at again. */
  readonly suppressedBy: DispositionId | null;
}

/** A screening with all that explains it. */
export interface ScreeningSnapshot extends ScreeningSummary {
  readonly subject: ScreenedSubject;
  /** Words of the subject's names in letters that cannot be read; nothing was looked for by them. */
  readonly unreadableWords: readonly string[];
  /** What it was made against, one of each list; none before it was done. */
  readonly publications: readonly PublicationSnapshot[];
  /** Best first. */
  readonly hits: readonly ScreeningHit[];
}

import type { DifferenceCounts } from '../publications/publication.repository';
import type { ListSetId, PublicationId, RescreeningId, RescreeningPartId } from '../screening-ids';

/** `delta`: against what changed from one publication of a list to the next. `full`: against all lists, whole. */
export const rescreeningKinds = ['delta', 'full'] as const;
export type RescreeningKind = (typeof rescreeningKinds)[number];

/**
 * `activation`: a publication was put to use. `late_screening`: a first screening was made on lists that were no longer
 * in use when it was done. `request`: somebody asked. `schedule`: it was time.
 */
export const rescreeningTriggers = ['activation', 'late_screening', 'request', 'schedule'] as const;
export type RescreeningTrigger = (typeof rescreeningTriggers)[number];

/**
 * `planned`: nobody was screened yet. `incomplete`: it has ended, and somebody was not screened. The last three are where
 * it ends; a part that is tried again takes it back to `running`.
 */
export const rescreeningStates = ['planned', 'running', 'completed', 'incomplete', 'cancelled'] as const;
export type RescreeningState = (typeof rescreeningStates)[number];

export interface RescreeningSnapshot {
  readonly id: RescreeningId;
  readonly kind: RescreeningKind;
  readonly trigger: RescreeningTrigger;
  readonly state: RescreeningState;
  /** Null for a full one. */
  readonly list: string | null;
  /** Null for a full one, and where there was none of the list before. */
  readonly fromPublicationId: PublicationId | null;
  readonly toPublicationId: PublicationId | null;
  /** Null before it was planned, and for a full one. */
  readonly entries: DifferenceCounts | null;
  /** Who was monitored when it was planned; null before. */
  readonly subjects: number | null;
  readonly subjectsScreened: number;
  /** Who was monitored no more when the turn came. */
  readonly subjectsEnded: number;
  readonly subjectsUnscreened: number;
  readonly hitsFound: number;
  readonly hitsLapsed: number;
  readonly parts: number | null;
  readonly partsCompleted: number;
  readonly partsFailed: number;
  readonly errorCode: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export const partStates = ['pending', 'completed', 'failed', 'cancelled'] as const;
export type PartState = (typeof partStates)[number];

/** What one job has screened. The parts together are the whole run. */
export interface RescreeningPartSnapshot {
  readonly id: RescreeningPartId;
  readonly number: number;
  readonly jobId: string;
  readonly firstSubjectId: string;
  readonly lastSubjectId: string;
  readonly subjects: number;
  readonly state: PartState;
  readonly screened: number | null;
  readonly ended: number | null;
  readonly unscreened: readonly string[];
  readonly hitsFound: number | null;
  readonly listSetId: ListSetId | null;
  readonly engineVersion: string | null;
  readonly configurationHash: string | null;
  readonly attempt: number | null;
  readonly errorCode: string | null;
  readonly finishedAt: Date | null;
}

export interface RescreeningFilter {
  readonly list?: string | undefined;
  readonly publicationId?: string | undefined;
  readonly state?: RescreeningState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

import type { JobId } from '@bonafide/jobs';

import type { EngineHit } from '../matching/engine-hit';
import type { PublicationSnapshot } from '../publications/publication';
import type { ScreeningId } from '../screening-ids';
import type { ScreenedSubject } from './screening-request';

export const screeningStates = ['pending', 'completed', 'failed', 'cancelled'] as const;
export type ScreeningState = (typeof screeningStates)[number];

export const screeningOutcomes = ['clear', 'potential_match'] as const;
export type ScreeningOutcome = (typeof screeningOutcomes)[number];

/** A screening as it is listed. */
export interface ScreeningSummary {
  readonly id: ScreeningId;
  readonly jobId: JobId;
  readonly externalId: string | null;
  readonly state: ScreeningState;
  /** There when, and only when, the state is `completed`. */
  readonly outcome: ScreeningOutcome | null;
  readonly threshold: number;
  readonly hitCount: number | null;
  /** Whether there were more hits than are kept; null when nobody noted it. */
  readonly truncated: boolean | null;
  readonly errorCode: string | null;
  readonly engineVersion: string | null;
  readonly configurationHash: string | null;
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** A screening with all that explains it. */
export interface ScreeningSnapshot extends ScreeningSummary {
  readonly subject: ScreenedSubject;
  /** Words of the subject's names in letters that cannot be read; nothing was looked for by them. */
  readonly unreadableWords: readonly string[];
  readonly publication: PublicationSnapshot | null;
  /** Best first. */
  readonly hits: readonly (EngineHit & { readonly id: string })[];
}

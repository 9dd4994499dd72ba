import type { EngineHit } from '../matching/engine-hit';
import type { ScoreBand } from '../matching/score-band';
import type { DispositionId, PublicationId, ScreeningHitId, ScreeningId } from '../screening-ids';
import type { DispositionSnapshot } from './disposition';
import type { HitState } from './hit-state';

export type LapseReason = 'entry-removed' | 'entry-changed';

/** A hit as it is listed: nothing of the subject, for that is for those who open it. */
export interface HitSummary {
  readonly id: ScreeningHitId;
  readonly screeningId: ScreeningId;
  /** Of its screening. */
  readonly externalId: string | null;
  readonly list: string;
  readonly entryId: string;
  /** SHA-256, in hexadecimal; null for a hit found before fingerprints were kept. */
  readonly entryFingerprint: string | null;
  readonly score: number;
  /** What the score means today. */
  readonly band: ScoreBand;
  readonly state: HitState;
  readonly stateSince: Date;
  /** The disposition that keeps it from being looked at again. */
  readonly suppressedBy: DispositionId | null;
  /** When the list was seen to say something else of the entry, or nothing more; a person decides what that means. */
  readonly lapsedAt: Date | null;
  /** The publication in which it does. */
  readonly lapsedBy: PublicationId | null;
  readonly lapseReason: LapseReason | null;
  readonly assignee: string | null;
  readonly dueAt: Date | null;
  readonly createdAt: Date;
}

export interface HitNote {
  readonly id: string;
  readonly actor: string;
  readonly text: string;
  readonly createdAt: Date;
}

/** A hit with all that a person needs to decide about it. */
export interface HitSnapshot extends HitSummary {
  readonly evidence: EngineHit;
  /** Oldest first. */
  readonly history: readonly DispositionSnapshot[];
  /** Oldest first. */
  readonly notes: readonly HitNote[];
}

export interface HitFilter {
  readonly state?: HitState | undefined;
  readonly screeningId?: string | undefined;
  readonly externalId?: string | undefined;
  readonly list?: string | undefined;
  readonly minScore?: number | undefined;
  readonly maxScore?: number | undefined;
  readonly band?: ScoreBand | undefined;
  readonly assignee?: string | undefined;
  readonly isLapsed?: boolean | undefined;
  readonly dueBefore?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Undefined leaves it as it is, null takes it away. */
export interface HitAssignment {
  readonly assignee?: string | null | undefined;
  readonly dueAt?: Date | null | undefined;
}

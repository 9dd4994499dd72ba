import type { EngineHit } from '../matching/engine-hit';
import type { DispositionId, ScreeningHitId, ScreeningId } from '../screening-ids';
import type { DispositionSnapshot } from './disposition';
import type { HitState } from './hit-state';

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
  readonly state: HitState;
  readonly stateSince: Date;
  /** The disposition that keeps it from being looked at again. */
  readonly suppressedBy: DispositionId | null;
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
  readonly assignee?: string | undefined;
  readonly dueBefore?: Date | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** Undefined leaves it as it is, null takes it away. */
export interface HitAssignment {
  readonly assignee?: string | null | undefined;
  readonly dueAt?: Date | null | undefined;
}

import type { DispositionId, ScreeningHitId, SuppressionId } from '../screening-ids';

/** That a hit on this entry, for this subject, is not to be looked at again while both stay as they are. */
export interface SuppressionSnapshot {
  readonly id: SuppressionId;
  /** Whose; null when the screening had none, and the subject is known by what was said of it alone. */
  readonly externalId: string | null;
  readonly list: string;
  readonly entryId: string;
  /** SHA-256, in hexadecimal. */
  readonly entryFingerprint: string;
  readonly hitId: ScreeningHitId;
  /** The final dismissal that it rests on. */
  readonly dispositionId: DispositionId;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedBy: string | null;
  readonly revocationComment: string | null;
}

export interface SuppressionFilter {
  readonly externalId?: string | undefined;
  readonly list?: string | undefined;
  readonly hitId?: string | undefined;
  /** Whether it still suppresses. */
  readonly inForce?: boolean | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

import type { OfacScreeningPayload } from '@bonafide/jobs';

/** Who or what is screened, as the caller gave it. */
export type ScreenedSubject = Omit<OfacScreeningPayload, 'threshold' | 'listThresholds'>;

export interface ScreeningRequest {
  readonly subject: ScreenedSubject;
  /** From which score on a listed name is a hit, on all lists; null for the organization's thresholds of that moment. */
  readonly threshold: number | null;
  /** The caller's own name for it; no personal data, for it is shown in the clear. */
  readonly externalId: string | null;
  readonly submitter: Submitter;
  /** To screen the subject again whenever a list changes; it needs an external id then. */
  readonly isMonitored?: boolean;
}

/** Who asked for a screening; whether they may also decide about its hits is for the organization to say. */
export interface Submitter {
  readonly apiKeyId: string;
  /** The person's id in the caller's system, where the caller names one. */
  readonly actor: string | null;
}

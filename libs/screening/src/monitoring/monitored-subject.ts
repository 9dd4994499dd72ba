import type { MonitoredSubjectId } from '../screening-ids';
import type { ScreenedSubject, Submitter } from '../screenings/screening-request';

export const monitoringStates = ['active', 'ended'] as const;
export type MonitoringState = (typeof monitoringStates)[number];

/** `replaced`: something else is said under the same external id. */
export type MonitoringEndReason = 'requested' | 'replaced';

/** Somebody who is to be screened again from now on. */
export interface NewMonitoredSubject {
  /** One at a time is monitored under it. */
  readonly externalId: string;
  readonly subject: ScreenedSubject;
  /** Null: whatever the organization has set when it is screened. */
  readonly threshold: number | null;
  readonly submitter: Submitter;
}

/** As it is listed: nothing that says who it is. */
export interface MonitoredSubjectSummary {
  readonly id: MonitoredSubjectId;
  readonly externalId: string;
  readonly state: MonitoringState;
  readonly threshold: number | null;
  readonly submittedBy: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: MonitoringEndReason | null;
}

export interface MonitoredSubjectSnapshot extends MonitoredSubjectSummary {
  /** Null when it has ended: then it is not kept. */
  readonly subject: ScreenedSubject | null;
}

export interface MonitoredSubjectFilter {
  readonly externalId?: string | undefined;
  readonly state?: MonitoringState | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

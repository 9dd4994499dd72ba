/** What the API answers, as far as tests look at it. */
export interface Page<View> {
  readonly data: readonly View[];
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

export interface JobSummary {
  readonly id: string;
  readonly organizationId: string;
  readonly type: string;
  readonly lane: string;
  readonly state: string;
  readonly subjectId: string | null;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  readonly error: { readonly code: string; readonly message: string | null } | null;
  readonly runAt: string;
  readonly settledAt: string | null;
}

export interface JobDetails extends JobSummary {
  readonly pastAttempts: readonly {
    readonly number: number;
    readonly outcome: string;
    readonly errorCode: string | null;
    readonly startedAt: string | null;
    readonly endedAt: string;
  }[];
}

export interface SubmittedScreening {
  readonly id: string;
  readonly jobId: string;
}

export interface EndpointDetails {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  readonly description: string | null;
  readonly enabled: boolean;
  readonly disabledReason: string | null;
  readonly failingSince: string | null;
  readonly previousSecretUntil: string | null;
}

export interface DeliverySummary {
  readonly id: string;
  readonly eventId: string;
  readonly eventType: string;
  readonly endpointId: string;
  readonly state: string;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  readonly settledAt: string | null;
}

export interface DeliveryDetails extends DeliverySummary {
  readonly pastAttempts: readonly {
    readonly number: number;
    readonly attemptedAt: string;
    readonly durationMs: number | null;
    readonly status: number | null;
    readonly errorCode: string | null;
    readonly responseExcerpt: string | null;
  }[];
}

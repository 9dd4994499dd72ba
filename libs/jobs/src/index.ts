export { type AnyJob, defineJob, type Lane, lanes, type PayloadOf, type ResultOf } from './define-job';
export * from './job-catalog';
export { PermanentError, TransientError } from './job-errors';
export { type JobId, jobIds } from './job-id';
export {
  Cancelled,
  cancelled,
  Completed,
  completed,
  type FollowUp,
  type JobOutcome,
  type JobProcessor,
  type JobRun,
  Waiting,
  waiting,
} from './job-outcome';
export { canBecome, isSettled, type JobState, jobStates, type SettledState } from './job-state';
export { addressOutcomes, type AddressVerificationResult } from './job-types/address-verification.job';
export type { IdentityVerificationResult } from './job-types/identity-verification.job';
export type { IdPackageVerdict, IdPackageVerificationResult } from './job-types/id-package-verification.job';
export type { ListRefreshResult } from './job-types/list-refresh.job';
export type { OfacScreeningPayload, OfacScreeningResult } from './job-types/ofac-screening.job';
export type {
  BacktestCounts,
  BacktestExample,
  HitChanges,
  LostDecisions,
  ThresholdBacktestPayload,
  ThresholdBacktestResult,
} from './job-types/threshold-backtest.job';
export type { ScreeningFilePartResult } from './job-types/screening-file-part.job';
export type { RescreeningPartPayload, RescreeningPartResult, SubjectWithHits } from './job-types/rescreening-part.job';
export type {
  PlannedPart,
  RescreeningPlanningPayload,
  RescreeningPlanningResult,
} from './job-types/rescreening-planning.job';
export type { VendorFeedbackResult } from './job-types/vendor-feedback.job';
export type { WebhookDeliveryPayload, WebhookDeliveryResult } from './job-types/webhook-delivery.job';
export { delayAfter, hours, minutes, type RetryPolicy, retryAfter, seconds } from './retry-policy';
export { parseRetryAfter } from './retry-after';

export { adjudicate } from './adjudication';
export { BlockListCheck } from './block-list-check.service';
export { DeviceCheck } from './device-check.service';
export { adjudicateDocument, type DocumentVerdict } from './id-packages/adjudicate-document';
export { judgeDocument } from './id-packages/document-policy';
export {
  type IdPackageSnapshot,
  type IdPackageState,
  idPackageStates,
  type IdPackageSummary,
} from './id-packages/id-package';
export { type DecidedState, IdPackageDecisions, packageDecisions } from './id-packages/id-package-decisions.service';
export { type IdPackageId, idPackageIds, type ImageId, imageIds } from './id-packages/id-package-ids';
export { IdPackageQuestions, type PackageToVerify } from './id-packages/id-package-questions.service';
export { IdPackageReader } from './id-packages/id-package-reader.service';
export { IdPackageRetention } from './id-packages/id-package-retention.service';
export { IdPackageSubmission, type SubmissionAnswer } from './id-packages/id-package-submission.service';
export { IdPackages, type NewPackageAnswer } from './id-packages/id-packages.service';
export {
  IMAGE_BYTES_AT_MOST,
  ImageFileError,
  type ImageMediaType,
  imageMediaTypes,
  readImageFile,
} from './id-packages/images/image-file';
export { type ImageSnapshot, PackageImages } from './id-packages/images/package-images.service';
export { wordsOfReason } from './id-packages/package-reasons';
export { LockedVerifications } from './locked-verifications.repository';
export { NewVerifications, type RequestAnswer } from './new-verifications.service';
export { reasonOf } from './reason-catalog';
export { VendorNotices } from './vendor-notices.service';
export { type VerificationId, verificationIds } from './verification-ids';
export { VerificationReader } from './verification-reader.service';
export type { VerificationRequest } from './verification-request';
export { type BegunVerification, type CheckResult, VerificationRuns } from './verification-runs.service';
export { VerificationSchedule } from './verification-schedule.service';
export {
  type CheckSnapshot,
  type VerificationDecision,
  verificationDecisions,
  type VerificationSnapshot,
  type VerificationSummary,
} from './verification-snapshot';
export { checkStages, checkStates, skipReasons, verificationStates } from './verification-state';
export { VerificationConfig } from './verification.config';
export type { VerifiedParty } from './verified-parties';
export { type VerificationAnswer, Verifications } from './verifications.service';
export { VerificationsModule } from './verifications.module';

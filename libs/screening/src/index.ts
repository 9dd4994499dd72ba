export { LIST_SOURCES } from './lists/list-sources';
/** @public */
export { type ListDirectory, type ListPublication, readListDirectory, readLists } from './lists/read-list-directory';
/** @public */
export type { ListFiles, ListFormat, ListSource, ParsedList } from './lists/list-source';
/** @public */
export type { SanctionsEntry } from './lists/sanctions-entry';
export { parseOfacDelimited } from './lists/ofac/ofac-delimited';
export { readOfacDirectory } from './lists/ofac/read-ofac-directory';
export { EntryFingerprints } from './fingerprints/entry-fingerprint';
export {
  type Decision,
  decisions,
  type DispositionSnapshot,
  isReasonFor,
  type ReasonCode,
  REASON_TO_EXPLAIN,
  reasonCodes,
} from './hits/disposition';
export type { Refusal } from './hits/disposition-rules';
export { Dispositions } from './hits/dispositions.service';
export type { HitNote, HitSnapshot, HitSummary } from './hits/hit-snapshot';
export { type HitState, hitStates } from './hits/hit-state';
export { Hits } from './hits/hits.service';
export type { SuppressionSnapshot } from './hits/suppression-snapshot';
export { Suppressions } from './hits/suppressions.service';
export type { EngineHit } from './matching/engine-hit';
export { screenFile } from './files/screen-file';
export type { RowCounts } from './files/screened-rows';
export { SubjectFileError } from './files/subject-file-error';
export { isComparable } from './matching/normalize-name';
export { ScreeningEngine } from './matching/screening-engine';
export { ListPublications, type LoadedPublication } from './publications/list-publications.service';
export { fetchList } from './publications/fetch-list';
export { checkOutcomes } from './publications/list-checks.repository';
export { DownloadError } from './publications/list-download.client';
export { activeListsChannel } from './publications/active-lists-channel';
export { ListReader, type ListSnapshot } from './publications/list-reader.service';
export { ListRefresh } from './publications/list-refresh.service';
export { ListSchedule } from './publications/list-schedule.service';
export { type PublicationSnapshot, publicationStates } from './publications/publication';
export type { EntryDifference } from './publications/publication.repository';
export type { EngineDescription, EngineList } from './threads/list-engine';
export { ScreeningThreadError, UnusableListsError } from './threads/thread-errors';
export { shareListFiles } from './threads/list-folder';
export { ScreeningThreads } from './threads/screening-threads';
export type { SubjectAnswer } from './files/screened-rows';
export { engineSubjectOf } from './screenings/engine-subject';
export {
  type PublicationId,
  publicationIds,
  type ScreeningHitId,
  screeningHitIds,
  type ScreeningId,
  screeningIds,
  type SuppressionId,
  suppressionIds,
} from './screening-ids';
export { ScreeningModule } from './screening.module';
export type { ScreeningRequest } from './screenings/screening-request';
export { type ScreeningSnapshot, screeningStates, type ScreeningSummary } from './screenings/screening-snapshot';
export { Screenings } from './screenings/screenings.service';
export {
  type DispositionReview,
  dispositionReviews,
  type ScreeningSettingsSnapshot,
} from './settings/screening-settings';
export { ScreeningSettingsHistory } from './settings/screening-settings.service';

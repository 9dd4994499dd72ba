export { LIST_SOURCES } from './lists/list-sources';
/** @public */
export { type ListDirectory, type ListPublication, readListDirectory, readLists } from './lists/read-list-directory';
/** @public */
export type { ListFiles, ListFormat, ListSource, ParsedList } from './lists/list-source';
/** @public */
export type { SanctionsEntry } from './lists/sanctions-entry';
export { parseOfacDelimited } from './lists/ofac/ofac-delimited';
export { readOfacDirectory } from './lists/ofac/read-ofac-directory';
export { ActiveListsModule } from './active-lists/active-lists.module';
export { ActiveLists, type ReadyLists } from './active-lists/active-lists.service';
export { BacktestScreenings, type BacktestScreening } from './backtests/backtest-screenings.repository';
export { BacktestTally, lostEntriesOf, type TriedScreening } from './backtests/backtest-tally';
export { BACKTEST_HOLDS_DAYS, type ThresholdRefusal } from './backtests/judge-backtest';
export {
  BACKTEST_SCREENINGS,
  backtestStates,
  type ThresholdBacktestSnapshot,
  type ThresholdBacktestSummary,
} from './backtests/threshold-backtest-snapshot';
export { ThresholdBacktests } from './backtests/threshold-backtests.service';
export { ThresholdChanges } from './backtests/threshold-changes.service';
export { PinnedLists } from './active-lists/pinned-lists.service';
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
export { cutBatch } from './files/row-batch';
export { joinScreenedRows, type RowCounts } from './files/screened-rows';
export { THREAD_BATCH } from './files/read-row-batches';
export { SubjectFileError } from './files/subject-file-error';
export { isComparable } from './matching/normalize-name';
export { SCORE_BANDS, type ScoreBand } from './matching/score-band';
export { ScreeningEngine } from './matching/screening-engine';
export { listsInDirectories } from './publications/list-directories';
export { birthDateFault } from './matching/subject-birth-date';
export { fetchList } from './publications/fetch-list';
export { checkOutcomes } from './publications/list-checks.repository';
export { DownloadError } from './publications/list-download.client';
export { ListReader, type ListSnapshot } from './publications/list-reader.service';
export { ListRefresh } from './publications/list-refresh.service';
export { ListSchedule } from './publications/list-schedule.service';
export {
  type MonitoredSubjectSnapshot,
  type MonitoredSubjectSummary,
  monitoringStates,
} from './monitoring/monitored-subject';
export { MonitoredSubjects } from './monitoring/monitored-subjects.service';
export { ChangedLists } from './rescreening/changed-lists.service';
export { PartScreening } from './rescreening/part-screening.service';
export {
  partStates,
  rescreeningKinds,
  type RescreeningPartSnapshot,
  type RescreeningSnapshot,
  rescreeningStates,
  rescreeningTriggers,
} from './rescreening/rescreening';
export { RescreeningPlanner } from './rescreening/rescreening-planner.service';
export { type PartSubject, RescreeningRuns } from './rescreening/rescreening-runs.repository';
export { RescreeningSchedule } from './rescreening/rescreening-schedule.service';
export { Rescreenings } from './rescreening/rescreenings.service';
export { type PublicationSnapshot, publicationStates } from './publications/publication';
export type { EntryDifference } from './publications/publication.repository';
export type { EngineDescription, EngineList } from './threads/list-engine';
export { ScreeningThreadError, UnusableListsError } from './threads/thread-errors';
export { ScreeningThreads } from './threads/screening-threads';
export type { SubjectAnswer } from './files/screened-rows';
export { HITS_KEPT } from './screenings/hits-truncated';
export { engineSubjectOf } from './screenings/engine-subject';
export {
  type ListSetId,
  type MonitoredSubjectId,
  monitoredSubjectIds,
  type PublicationId,
  publicationIds,
  type ScreeningFileId,
  screeningFileIds,
  type ScreeningFilePartId,
  type RescreeningId,
  rescreeningIds,
  type ScreeningHitId,
  screeningHitIds,
  type ScreeningId,
  screeningIds,
  type SuppressionId,
  suppressionIds,
  type ThresholdBacktestId,
  thresholdBacktestIds,
} from './screening-ids';
export {
  type ScreeningFileFormat,
  type ScreeningFileSnapshot,
  screeningFileStates,
  type ScreeningFileSummary,
} from './screening-files/screening-file';
export { type ReceivedFile, ScreeningFileIntake } from './screening-files/screening-file-intake.service';
export { type OpenedPart, ScreeningFileParts } from './screening-files/screening-file-parts.repository';
export { ScreeningFileResults } from './screening-files/screening-file-results.service';
export { ScreeningFiles } from './screening-files/screening-files.service';
export { compress } from './screening-files/sealed-parts.service';
export { ScreeningFileGone, TooManyRows } from './screening-files/upload-refused';
export { ScreeningModule } from './screening.module';
export {
  type MovedScreening,
  type ScreeningListener,
  ScreeningListeners,
} from './screenings/screening-listeners.service';
export type { ScreenedSubject, ScreeningRequest, Submitter } from './screenings/screening-request';
export {
  type ScreeningResult,
  type ScreeningSnapshot,
  type ScreeningState,
  screeningStates,
  type ScreeningSummary,
} from './screenings/screening-snapshot';
export { Screenings } from './screenings/screenings.service';
export {
  type DispositionReview,
  dispositionReviews,
  type ScreeningSettingsSnapshot,
} from './settings/screening-settings';
export { ScreeningSettingsHistory } from './settings/screening-settings.service';
export { ScreeningThresholds } from './settings/screening-thresholds.service';
export {
  type AppliedThresholds,
  HIGHEST_THRESHOLD,
  LOWEST_THRESHOLD,
  type Thresholds,
  type ThresholdsInForce,
  type ThresholdsSnapshot,
} from './settings/thresholds';

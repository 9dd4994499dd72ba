export { LIST_SOURCES } from './lists/list-sources';
/** @public */
export { type ListDirectory, type ListPublication, readListDirectory, readLists } from './lists/read-list-directory';
/** @public */
export type { ListFiles, ListFormat, ListSource, ParsedList } from './lists/list-source';
/** @public */
export type { SanctionsEntry } from './lists/sanctions-entry';
export { parseOfacDelimited } from './lists/ofac/ofac-delimited';
export { readOfacDirectory } from './lists/ofac/read-ofac-directory';
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
export { type PublicationId, publicationIds, type ScreeningId, screeningIds } from './screening-ids';
export type { EngineDescription, EngineList } from './threads/list-engine';
export { ScreeningThreadError, UnusableListsError } from './threads/thread-errors';
export { ScreeningThreads } from './threads/screening-threads';
export { ScreeningModule } from './screening.module';
export type { ScreeningRequest } from './screenings/screening-request';
export {
  screeningOutcomes,
  type ScreeningSnapshot,
  screeningStates,
  type ScreeningSummary,
} from './screenings/screening-snapshot';
export { Screenings } from './screenings/screenings.service';

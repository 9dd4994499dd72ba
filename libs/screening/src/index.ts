/** @public read by whoever screens against a directory of lists: the command line and the publications. */
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
export { isComparable } from './matching/normalize-name';
export { ScreeningEngine } from './matching/screening-engine';
export { ListPublications } from './publications/list-publications.service';
export type { PublicationSnapshot } from './publications/publication.repository';
export { type ScreeningId, screeningIds } from './screening-ids';
export { ScreeningModule } from './screening.module';
export type { ScreeningRequest } from './screenings/screening-request';
export {
  screeningOutcomes,
  type ScreeningSnapshot,
  screeningStates,
  type ScreeningSummary,
} from './screenings/screening-snapshot';
export { Screenings } from './screenings/screenings.service';

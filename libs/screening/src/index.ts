export { parseOfacDelimited } from './lists/ofac-delimited';
export { readOfacDirectory } from './lists/read-ofac-directory';
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

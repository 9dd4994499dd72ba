export { parseOfacDelimited } from './lists/ofac-delimited';
export { readOfacDirectory } from './lists/read-ofac-directory';
export type { SanctionsEntry } from './lists/sanctions-entry';
export type { ScreeningSubject } from './matching/screening-subject';
export type { EngineHit } from './matching/engine-hit';
export { ScreeningEngine } from './matching/screening-engine';
export { ListPublications, type LoadedPublication } from './publications/list-publications.service';
export type { PublicationSnapshot } from './publications/publication.repository';
export { type ScreeningId, screeningIds } from './screening-ids';
export { ScreeningModule } from './screening.module';
export type { ScreeningRequest } from './screenings/screening-request';
export {
  type ScreeningOutcome,
  screeningOutcomes,
  type ScreeningSnapshot,
  type ScreeningState,
  screeningStates,
  type ScreeningSummary,
} from './screenings/screening-snapshot';
export { type ScreeningFilter, Screenings } from './screenings/screenings.service';

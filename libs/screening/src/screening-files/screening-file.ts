import type { EngineDescription } from '../threads/list-engine';
import type { PublicationSnapshot } from '../publications/publication';
import type { ScreeningFileId } from '../screening-ids';
import type { Thresholds } from '../settings/thresholds';

/**
 * `receiving`: it is being uploaded. `processing`: it is whole, and its rows are screened. `completed`: every row has its
 * line. `failed`: rows are left that nobody could screen. `cancelled`: rows are left that nobody wanted screened.
 */
export const screeningFileStates = ['receiving', 'processing', 'completed', 'cancelled', 'failed'] as const;
export type ScreeningFileState = (typeof screeningFileStates)[number];

export type ScreeningFileFormat = 'csv' | 'ndjson';
export type EngineIdentity = Pick<EngineDescription, 'engineVersion' | 'configurationHash'>;

/** A file as it is listed. */
export interface ScreeningFileSummary extends Thresholds {
  readonly id: ScreeningFileId;
  readonly state: ScreeningFileState;
  readonly format: ScreeningFileFormat;
  /** Of the organization's thresholds; null when the upload brought its own. */
  readonly thresholdVersion: number | null;
  /** How many hits a row gets at most. */
  readonly hitLimit: number;
  /** Null while it is received. */
  readonly rowCount: number | null;
  /** Rows that have their line, be it hits, none or an error. */
  readonly doneRowCount: number;
  readonly rowWithHitsCount: number;
  readonly hitCount: number;
  /** Rows that could not be screened; their lines say why. */
  readonly rowErrorCount: number;
  readonly cancelRequested: boolean;
  /** Of the first part that was given up. */
  readonly errorCode: string | null;
  /** More than one only when the program was replaced while the file was screened. */
  readonly engines: readonly EngineIdentity[];
  /** When the list that had been looked for longest ago was seen to be current. */
  readonly listsCheckedAt: Date | null;
  readonly createdAt: Date;
  /** When the upload was whole. */
  readonly acceptedAt: Date | null;
  readonly settledAt: Date | null;
}

export interface ScreeningFileSnapshot extends ScreeningFileSummary {
  /** Titles of columns of a CSV file that are not read. */
  readonly unusedColumns: readonly string[];
  /** What all its rows are screened against, one of each list; none before the first was. */
  readonly publications: readonly PublicationSnapshot[];
}

import { IsString } from 'class-validator';

import { defineJob } from '../define-job';
import { exponentialRetry, minutes, seconds } from '../retry-policy';

export class ScreeningFilePartPayload {
  @IsString()
  partId: string;
}

export class ScreeningFilePartResult {
  engineVersion: string;
  configurationHash: string;
  rows: number;
  /** Rows with at least one hit. */
  rowsWithHits: number;
  hits: number;
  /** Rows that could not be screened. */
  errors: number;
  /** A line of JSON for each row, in their order; compressed with gzip. */
  gzippedLines: Buffer;
}

/** Screens some hundred rows of a file. */
export const ScreeningFilePart = defineJob({
  type: 'screening-file-part',
  payload: ScreeningFilePartPayload,
  result: ScreeningFilePartResult,
  retry: exponentialRetry(6, seconds(1), minutes(5)),
  // Some seconds of screening; more when lists that are no longer in use have to be made ready first.
  timeoutMs: minutes(5),
  // One is screened while another is fetched and a third one stored.
  concurrency: 3,
  visibility: 'internal',
});

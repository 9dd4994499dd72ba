import { ScreeningFileGone, SubjectFileError, TooManyRows } from '@bonafide/screening';

import { Problem } from '../http/problem';
import { UploadFailure, type UploadLimits } from '../http/upload-body';
import { tableUpload } from '../http/upload-kind';
import { uploadProblem } from '../http/upload-problem';

/** What the caller is told of an upload that failed; anything unexpected stays as it is. */
export function refusedUpload(error: unknown, limits: UploadLimits): unknown {
  if (error instanceof SubjectFileError) return new Problem('unreadable-file', `${error.message} Nothing was stored.`);
  if (error instanceof TooManyRows) {
    return new Problem('body-too-large', `Row ${error.rowsAtMost + 1}: ${error.message} Nothing was stored.`);
  }
  if (error instanceof ScreeningFileGone) {
    return new Problem('state-conflict', 'The file was deleted while it was uploaded. Send it again.');
  }
  return error instanceof UploadFailure ? uploadProblem(error, tableUpload, limits) : error;
}

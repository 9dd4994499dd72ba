import { ScreeningFileGone, SubjectFileError, TooManyRows } from '@bonafide/screening';

import { Problem } from '../http/problem';
import { UploadFailure, type UploadLimits } from './upload-body';

/** What the caller is told of an upload that failed; anything unexpected stays as it is. */
export function refusedUpload(error: unknown, limits: UploadLimits): unknown {
  if (error instanceof SubjectFileError) return new Problem('unreadable-file', `${error.message} Nothing was stored.`);
  if (error instanceof TooManyRows) {
    return new Problem('body-too-large', `Row ${error.rowsAtMost + 1}: ${error.message} Nothing was stored.`);
  }
  if (error instanceof ScreeningFileGone) {
    return new Problem('state-conflict', 'The file was deleted while it was uploaded. Send it again.');
  }
  return error instanceof UploadFailure ? ofFailure(error, limits) : error;
}

export const tooLarge = ({ bytesAtMost }: UploadLimits): Problem =>
  new Problem(
    'body-too-large',
    `A file may have ${bytesAtMost} bytes. Divide it into several files. Nothing was stored.`,
  );

function ofFailure({ reason }: UploadFailure, limits: UploadLimits): Problem {
  switch (reason) {
    case 'too-large':
      return tooLarge(limits);
    case 'cut-off':
      return new Problem('upload-cut-off', 'The connection ended in the middle of the file. Nothing was stored.');
    case 'idle':
      return new Problem(
        'upload-too-slow',
        `Nothing came for ${limits.idleMs / 1_000} s. Nothing was stored; send the file again.`,
      );
    case 'too-long':
      return new Problem(
        'upload-too-slow',
        `An upload may take ${limits.totalMs / 60_000} minutes. Divide the file into several. Nothing was stored.`,
      );
  }
}

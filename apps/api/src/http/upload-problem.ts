import { Problem } from './problem';
import type { UploadFailure, UploadLimits } from './upload-body';
import type { UploadKind } from './upload-kind';

export const tooLarge = ({ noun, smaller }: UploadKind, { bytesAtMost }: UploadLimits): Problem =>
  new Problem(
    'body-too-large',
    `${noun === 'image' ? 'An' : 'A'} ${noun} may have ${bytesAtMost} bytes. ${smaller} Nothing was stored.`,
  );

/** What the caller is told of a body that did not arrive as it should. */
export function uploadProblem({ reason }: UploadFailure, kind: UploadKind, limits: UploadLimits): Problem {
  switch (reason) {
    case 'too-large':
      return tooLarge(kind, limits);
    case 'cut-off':
      return new Problem(
        'upload-cut-off',
        `The connection ended in the middle of the ${kind.noun}. Nothing was stored.`,
      );
    case 'idle':
      return new Problem(
        'upload-too-slow',
        `Nothing came for ${limits.idleMs / 1_000} s. Nothing was stored; send the ${kind.noun} again.`,
      );
    case 'too-long':
      return new Problem(
        'upload-too-slow',
        `An upload may take ${limits.totalMs / 60_000} minutes. ${kind.smaller} Nothing was stored.`,
      );
  }
}

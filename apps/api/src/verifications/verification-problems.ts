import type { RequestAnswer, VerificationAnswer } from '@bonafide/verifications';

import { notFound, Problem } from '../http/problem';

export const noSuchVerification = (): Problem => notFound('verification');

/** Why no verification was begun. */
export function refusedRequest(answer: Exclude<RequestAnswer, { id: unknown }>): Problem {
  if ('open' in answer) {
    const detail = `The verification ${answer.open} of this customer is under way. Wait for it, decide about it, or cancel it (POST …/verifications/{id}/cancel).`;
    return new Problem('state-conflict', detail);
  }
  if ('closed' in answer) {
    return new Problem('state-conflict', `The customer is ${answer.closed}. Two people have to move it first.`);
  }
  const errors = answer.missing.map(({ pointer, detail }) => ({ pointer: `#${pointer}`, detail }));
  const detail = `${errors.length === 1 ? 'Something is' : `${errors.length} things are`} missing for this level; "errors" names ${errors.length === 1 ? 'it' : 'them'}. No vendor was asked.`;
  return new Problem('validation-failed', detail, errors);
}

/** Why a verification that is there was not changed. */
export function refusedChange(answer: Exclude<VerificationAnswer, 'done'>): Problem {
  if (answer === 'unknown') return noSuchVerification();
  if (answer === 'edited') {
    return new Problem(
      'state-conflict',
      'Who the customer is was changed since it was asked for. Begin another verification; this one is then canceled.',
    );
  }
  return new Problem('state-conflict', `The verification is ${answer.refusedAs}.`);
}

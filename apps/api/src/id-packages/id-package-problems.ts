import type { IdPackageSnapshot, IdPackageState, NewPackageAnswer, SubmissionAnswer } from '@bonafide/verifications';

import { noSuchCustomer } from '../customers/customer-problems';
import { notFound, Problem } from '../http/problem';

export const noSuchPackage = (): Problem => notFound('identity package');

/** The package that was stored, or the problem that says why it was not. */
export function createdPackage(answer: NewPackageAnswer): IdPackageSnapshot {
  if (answer === null) throw noSuchCustomer();
  if ('package' in answer) return answer.package;
  if ('cannotBeReplaced' in answer) throw new Problem('state-conflict', whyNotReplaced(answer.cannotBeReplaced));
  const errors = answer.faults.map(({ pointer, detail }) => ({ pointer: `#${pointer}`, detail }));
  const detail = errors.map((error) => `${error.pointer}: ${error.detail}`).join(' ');
  throw new Problem('validation-failed', `${detail} Nothing was stored.`, errors);
}

const whyNotReplaced = (state: IdPackageState | 'replaced'): string =>
  state === 'replaced'
    ? 'Another package has taken the place of this one. Name that one in `replaces`, if it needs another photograph.'
    : `A package that is ${state} is not replaced. Leave \`replaces\` out for another document.`;

/** @param what could not be done with it: `verified` */
export function packageIn(answer: SubmissionAnswer, what: string): IdPackageSnapshot {
  if (answer === null) throw noSuchPackage();
  if ('package' in answer) return answer.package;
  if ('partyIsGone' in answer) {
    throw new Problem('state-conflict', 'The representative whose document it is was removed from the customer.');
  }
  throw refusedIn(answer.refusedAs, what);
}

export const refusedIn = (state: IdPackageState, what: string): Problem =>
  new Problem('state-conflict', `A package that is ${state} cannot be ${what}.`);

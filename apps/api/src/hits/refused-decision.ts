import type { Refusal } from '@bonafide/screening';

import { notFound, Problem, type ProblemAt, type ProblemCode } from '../http/problem';

interface RefusalWords {
  readonly code: ProblemCode;
  readonly detail: string;
}

/** What state it is in, and what may be done. */
function wordsOf(refusal: Refusal): RefusalWords {
  switch (refusal.why) {
    case 'not-found':
      return { code: 'not-found', detail: notFound('screening hit').detail };
    case 'final':
      return {
        code: 'state-conflict',
        detail: `The hit is ${refusal.state}, and that is final. ${cureOf(refusal.state)}`,
      };
    case 'same-person':
      return {
        code: 'another-person-needed',
        detail: `The hit is ${refusal.state}: somebody else than the first person has to agree or disagree.`,
      };
    case 'submitter':
      return {
        code: 'another-person-needed',
        detail: `The hit is ${refusal.state}. Your organization has hits decided by another person and with another API key than those that asked for the screening.`,
      };
  }
}

function cureOf(state: 'dismissed' | 'confirmed' | 'suppressed'): string {
  switch (state) {
    case 'dismissed':
    case 'suppressed':
      return 'To have it looked at again, revoke its suppression (POST /v1/screening-suppressions/{id}/revoke) and screen again.';
    case 'confirmed':
      return 'If it was a mistake, screen again and decide about the new hit.';
  }
}

/** A decision about one hit. */
export function refusedDecision(refusal: Refusal): Problem {
  const { code, detail } = wordsOf(refusal);
  return new Problem(code, detail, code === 'another-person-needed' ? [{ pointer: '#/actor', detail }] : []);
}

const bySeverity: readonly ProblemCode[] = ['not-found', 'state-conflict', 'another-person-needed'];

/** A decision about many: every hit that stands in the way, at its index. */
export function refusedDecisions(refused: readonly (Refusal & { readonly index: number })[]): Problem {
  const words = refused.map((refusal) => ({ ...wordsOf(refusal), index: refusal.index }));
  const code = bySeverity.find((each) => words.some((word) => word.code === each)) ?? 'state-conflict';
  const errors: ProblemAt[] = words.map(({ index, detail }) => ({ pointer: `#/hitIds/${index}`, detail }));
  return new Problem(code, `${errors.length} of the hits cannot be decided so; "errors" names them. None was.`, errors);
}

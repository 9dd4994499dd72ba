import { type CustomerStatus, type MoveVerdict, requirementsOf } from '@bonafide/customers';

import { Problem } from '../http/problem';

/** Why a customer was not moved, and what would be needed. */
export function refusedMove(
  to: CustomerStatus,
  verdict: Extract<MoveVerdict, { unmet: unknown } | { refusal: unknown }>,
) {
  if ('unmet' in verdict) {
    const detail = `"${to}" takes ${requirementsOf[to].join(', ')}; missing: ${verdict.unmet.join(', ')}.`;
    return new Problem('requirements-unmet', detail, [], {}, verdict.unmet);
  }
  switch (verdict.refusal) {
    case 'already-there':
      return new Problem('state-conflict', `The customer is ${to} already.`);
    case 'same-person': {
      const detail = 'Somebody else than the person who proposed it has to ask for it.';
      return new Problem('another-person-needed', detail, [{ pointer: '#/actor', detail }]);
    }
  }
}

import { isComparable } from '@bonafide/screening';

import { Problem, type ProblemAt } from '../http/problem';
import { isOfCustomer } from '../monitoring/customer-monitoring';
import type { CreateScreeningBody } from './create-screening.dto';

/**
 * Who is monitored is known by an external id, once in a call, and has a name that can be compared: what cannot be
 * screened must not pass for monitored.
 */
export function refuseMonitoring(bodies: readonly CreateScreeningBody[], pointerOf: (index: number) => string): void {
  const seen = new Set<string>();
  const errors = bodies.flatMap(({ monitor, externalId, name, alternativeNames = [] }, index): ProblemAt[] => {
    if (monitor !== true) return [];
    const at = pointerOf(index);
    if (externalId === undefined) {
      return [{ pointer: `${at}/externalId`, detail: 'Give your own name for the subject: it is monitored under it.' }];
    }
    if (isOfCustomer(externalId)) {
      const detail = 'It is the id of a customer or of a representative, who is monitored already. Use another.';
      return [{ pointer: `${at}/externalId`, detail }];
    }
    if (seen.has(externalId)) {
      return [{ pointer: `${at}/externalId`, detail: 'One call may monitor one subject under an externalId.' }];
    }
    seen.add(externalId);
    if ([name, ...alternativeNames].some(isComparable)) return [];
    return [{ pointer: `${at}/name`, detail: 'Give it in Latin letters too, as an alternative name.' }];
  });
  if (errors.length > 0) throw new Problem('validation-failed', 'The subject cannot be monitored like this.', errors);
}

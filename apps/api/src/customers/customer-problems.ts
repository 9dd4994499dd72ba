import type { CustomerAnswer, CustomerSnapshot } from '@bonafide/customers';

import { notFound, Problem } from '../http/problem';

export const noSuchCustomer = (): Problem => notFound('customer');

/** The customer that was stored, or the problem that says why it was not. */
export function storedCustomer(answer: CustomerAnswer | null): CustomerSnapshot {
  if (answer === null) throw noSuchCustomer();
  if ('customer' in answer) return answer.customer;
  if ('takenExternalIds' in answer) {
    const errors = answer.takenExternalIds.map((key) => ({
      pointer: `#/externalIds/${key}`,
      detail: 'Another customer of your organization has this id. Find it with GET /v1/customers?externalId=…',
    }));
    throw new Problem('state-conflict', 'An external id names another customer; "errors" says which.', errors);
  }
  const errors = answer.faults.map(({ pointer, detail }) => ({ pointer: `#${pointer}`, detail }));
  const [first] = errors;
  throw new Problem(
    'validation-failed',
    errors.length === 1 && first !== undefined
      ? `${first.pointer}: ${first.detail}`
      : `${errors.length} fields are not right; "errors" names them. Nothing was stored.`,
    errors,
  );
}

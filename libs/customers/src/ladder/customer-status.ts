/**
 * The ladder, lowest first: the place of a word here is the number in the database. Stored, so never renamed or moved.
 * `kyc`: the identity is verified. `ofac`: and no list names the customer. `cip`: and the whole tax number is verified
 * (31 CFR 1020.220, the Customer Identification Program).
 */
export const customerStatuses = ['deceased', 'rejected', 'none', 'review_required', 'kyc', 'ofac', 'cip'] as const;
export type CustomerStatus = (typeof customerStatuses)[number];

export const levelOf = (status: CustomerStatus): number => customerStatuses.indexOf(status);

/** @throws when the number is no level */
export function statusAt(level: number): CustomerStatus {
  const status = customerStatuses[level];
  if (status === undefined) throw new Error(`The ladder has no level ${level}.`);
  return status;
}

/** What nobody leaves without a second person. */
export const isEnd = (status: CustomerStatus): status is 'deceased' | 'rejected' =>
  status === 'deceased' || status === 'rejected';

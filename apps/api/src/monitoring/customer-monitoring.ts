import { customerIds, representativeIds } from '@bonafide/customers';

/**
 * Whether somebody is monitored under it for being a customer or a customer's representative. That lasts as long as they are
 * that: nobody takes their place, or ends it, by a request about screenings.
 */
export const isOfCustomer = (externalId: string): boolean =>
  customerIds.is(externalId) || representativeIds.is(externalId);
